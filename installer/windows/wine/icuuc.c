/* Windows' library of text codings, as if it knew none: Qt then uses those it has itself (UTF-8,
   UTF-16), which are all the program asks of it. Used by prove.sh, since wine 8 has no icuuc.dll. */
#define OUT __declspec(dllexport)
#define NOT_THERE 4 /* U_FILE_ACCESS_ERROR */
OUT void *ucnv_open(const char *name, int *error) { *error = NOT_THERE; return 0; }
OUT void ucnv_close(void *converter) {}
OUT void ucnv_reset(void *converter) {}
OUT signed char ucnv_getMaxCharSize(void *converter) { return 4; }
OUT const char *ucnv_getName(void *converter, int *error) { *error = NOT_THERE; return ""; }
OUT const char *ucnv_getStandardName(const char *name, const char *standard, int *error)
{
    *error = NOT_THERE;
    return 0;
}
OUT const char *ucnv_getAvailableName(int number) { return 0; }
OUT int ucnv_countAvailable(void) { return 0; }
OUT int ucnv_toUCountPending(void *converter, int *error) { return 0; }
OUT int ucnv_fromUCountPending(void *converter, int *error) { return 0; }
/* asked for when the library is loaded, never called without a converter */
#define NEVER(name) OUT void name(void) {}
NEVER(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NEVER(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NEVER(ucnv_getToUCallBack)
NEVER(ucnv_getFromUCallBack)
NEVER(ucnv_setToUCallBack)
NEVER(ucnv_setFromUCallBack)
NEVER(ucnv_cbToUWriteUChars)
NEVER(ucnv_cbFromUWriteUChars)
NEVER(ucnv_toUnicode)
NEVER(ucnv_fromUnicode)
