"""The national divisions: every province to every village, searchable by name and pinyin."""

from app.divisions.directory import Divisions as Divisions
from app.divisions.directory import Found as Found
from app.divisions.model import Division as Division
from app.divisions.model import Level as Level
from app.divisions.model import everyday_name as everyday_name
