; The Windows installer: per user, no rights needed, in Simplified Chinese.
; Called by build.py with VERSION, PLAIN, NUMBER, TREE, OUT and SIZE (KB).
;
;   setup.exe /S [/D=FOLDER]          installs without asking
;   uninstall.exe /S [/DATA=delete]   uninstalls without asking; data stays unless that is said
;
; Exit status: 0 done; 1 cancelled; 2 could not (the program runs, or the system is too old).
Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!include MUI2.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include nsDialogs.nsh

!define TITLE "基层工会工作台"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\union-desk"
!define TYPE "UnionDesk.Backup"
; the oldest Windows that the window's library runs on: Windows 10, version 1809
!define BUILD_NEEDED 17763

Name "${TITLE}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\union-desk"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${PLAIN}.${NUMBER}"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "GPL-3.0-or-later"

!define MUI_ICON "${TREE}\union-desk.ico"
!define MUI_UNICON "${TREE}\union-desk.ico"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "将安装 ${TITLE} ${VERSION}。$\r$\n$\r$\n\
  不需要管理员权限，只装给当前用户。程序不联网。$\r$\n$\r$\n\
  如果已经装过，会直接升级；工作库、设置和备份都不会动。升级前请先关掉程序。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\python\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "$\"$INSTDIR\app.py$\""
!define MUI_FINISHPAGE_RUN_TEXT "打开 ${TITLE}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.DataPage un.DataPageLeft
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var Box
Var DeleteData

; A program that runs holds its interpreter: the file cannot be opened for writing.
!macro CheckNotRunning UN
Function ${UN}CheckNotRunning
  again:
  StrCpy $R1 0
  ${If} ${FileExists} "$INSTDIR\python\pythonw.exe"
    ClearErrors
    FileOpen $R0 "$INSTDIR\python\pythonw.exe" a
    ${If} ${Errors}
      StrCpy $R1 1
    ${Else}
      FileClose $R0
    ${EndIf}
    ClearErrors
    FileOpen $R0 "$INSTDIR\python\python.exe" a
    ${If} ${Errors}
      StrCpy $R1 1
    ${Else}
      FileClose $R0
    ${EndIf}
  ${EndIf}
  ${If} $R1 = 1
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
      "${TITLE} 正在运行。$\r$\n$\r$\n请先关掉它（它会自动备份），再点“重试”。" \
      /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Abort "程序正在运行，没有改动任何文件。"
  ${EndIf}
FunctionEnd
!macroend
!insertmacro CheckNotRunning ""
!insertmacro CheckNotRunning "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} ${BUILD_NEEDED}
    MessageBox MB_OK|MB_ICONSTOP \
      "${TITLE} 要 Windows 10（1809 以后的版本）或 Windows 11，64 位。$\r$\n$\r$\n\
      这台电脑的 Windows 太旧，没有安装任何东西。请先升级 Windows，或换一台电脑。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

; Only what the program put there: a folder of that name may hold other things.
!macro RemoveProgram
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\site"
  RMDir /r "$INSTDIR\app"
  RMDir /r "$INSTDIR\resources"
  RMDir /r "$INSTDIR\about"
  Delete "$INSTDIR\app.py"
  Delete "$INSTDIR\forget.py"
  Delete "$INSTDIR\union-desk.cmd"
  Delete "$INSTDIR\union-desk.ico"
!macroend

Section "program"
  Call CheckNotRunning
  SetShellVarContext current
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  File /r "${TREE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\python\pythonw.exe" '"$INSTDIR\app.py"' \
    "$INSTDIR\union-desk.ico" 0 SW_SHOWNORMAL "" "工会组织台账、审核和年度报告"
  CreateShortCut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\python\pythonw.exe" '"$INSTDIR\app.py"' \
    "$INSTDIR\union-desk.ico" 0 SW_SHOWNORMAL "" "工会组织台账、审核和年度报告"

  WriteRegStr HKCU "Software\Classes\.udb" "" "${TYPE}"
  WriteRegStr HKCU "Software\Classes\${TYPE}" "" "工会工作库备份"
  WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\union-desk.ico"
  WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" \
    '"$INSTDIR\python\pythonw.exe" "$INSTDIR\app.py" "%1"'

  WriteRegStr HKCU "${KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\union-desk.ico"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${RefreshShellIcons}
SectionEnd

Function un.onInit
  StrCpy $DeleteData 0
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DATA=" $R1
  ${IfNot} ${Errors}
  ${AndIf} $R1 == "delete"
    StrCpy $DeleteData 1
  ${EndIf}
FunctionEnd

Function un.DataPage
  !insertmacro MUI_HEADER_TEXT "数据要不要留" "工作库、设置和日志不在程序文件夹里，默认都保留。"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 40u "保留数据时，以后重新安装照样能打开。$\r$\n\
    只有确实不要了、并且别处有备份，才勾选下面这一项："
  Pop $0
  ${NSD_CreateCheckBox} 0 48u 100% 24u "同时删除这台电脑上打开过的工作库、设置和日志（删了找不回来）"
  Pop $Box
  nsDialogs::Show
FunctionEnd

Function un.DataPageLeft
  ${NSD_GetState} $Box $0
  ${If} $0 = ${BST_CHECKED}
    MessageBox MB_YESNO|MB_ICONSTOP|MB_DEFBUTTON2 \
      "真的要删除工作库吗？里面的全部台账都会没有，谁也找不回来。" IDYES really
    Abort
    really:
    StrCpy $DeleteData 1
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.CheckNotRunning
  SetShellVarContext current
  ${If} $DeleteData = 1
    nsExec::Exec '"$INSTDIR\python\python.exe" "$INSTDIR\forget.py"'
    Pop $0
  ${EndIf}
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  ReadRegStr $0 HKCU "Software\Classes\.udb" ""
  ${If} $0 == "${TYPE}"
    DeleteRegKey HKCU "Software\Classes\.udb"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${TYPE}"
  DeleteRegKey HKCU "${KEY}"
  ${RefreshShellIcons}
SectionEnd
