/* Colour profiles of screens, as if no screen had one: wine 8 ends a program that asks. Used by
   prove.sh. */
#define OUT __declspec(dllexport)
OUT int GetColorProfileFromHandle(void *profile, void *data, void *size) { return 0; }
OUT int CloseColorProfile(void *profile) { return 0; }
OUT void *WcsCreateIccProfile(void *profile, unsigned options) { return 0; }
OUT void *OpenColorProfileW(void *profile, unsigned access, unsigned share, unsigned mode) { return 0; }
