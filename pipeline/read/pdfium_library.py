"""The PDFium library that pypdfium2 ships, called without wrappers. The only file that imports it.

Calls go through ``PyDLL``: they keep Python's lock (PDFium is not thread-safe) and cost a third of a microsecond.
"""

from __future__ import annotations

from ctypes import PyDLL, c_char_p, c_double, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from typing import Any

from pypdfium2_raw.bindings import _libs

Pointer = c_void_p

SIGNATURES: dict[str, tuple[Any, ...]] = {
    # name: result, arguments; buffers are passed as addresses
    "FPDF_InitLibrary": (None,),
    "FPDF_LoadDocument": (Pointer, c_char_p, c_char_p),
    "FPDF_LoadMemDocument64": (Pointer, c_char_p, c_size_t, c_char_p),
    "FPDF_CloseDocument": (None, Pointer),
    "FPDF_GetLastError": (c_ulong,),
    "FPDF_GetPageCount": (c_int, Pointer),
    "FPDF_GetSecurityHandlerRevision": (c_int, Pointer),
    "FPDF_GetDocPermissions": (c_ulong, Pointer),
    "FPDF_GetMetaText": (c_ulong, Pointer, c_char_p, Pointer, c_ulong),
    "FPDF_LoadPage": (Pointer, Pointer, c_int),
    "FPDF_ClosePage": (None, Pointer),
    "FPDF_GetPageSizeByIndexF": (c_int, Pointer, c_int, Pointer),
    "FPDF_GetPageBoundingBox": (c_int, Pointer, Pointer),
    "FPDFPage_GetRotation": (c_int, Pointer),
    "FPDFPage_CountObjects": (c_int, Pointer),
    "FPDFPage_GetObject": (Pointer, Pointer, c_int),
    "FPDFPageObj_GetType": (c_int, Pointer),
    "FPDFPageObj_GetMatrix": (c_int, Pointer, Pointer),
    "FPDFPageObj_GetBounds": (c_int, Pointer, Pointer, Pointer, Pointer, Pointer),
    "FPDFPageObj_GetFillColor": (c_int, Pointer, Pointer, Pointer, Pointer, Pointer),
    "FPDFPageObj_GetStrokeColor": (c_int, Pointer, Pointer, Pointer, Pointer, Pointer),
    "FPDFPageObj_GetStrokeWidth": (c_int, Pointer, Pointer),
    "FPDFPageObj_HasTransparency": (c_int, Pointer),
    "FPDFPageObj_GetClipPath": (Pointer, Pointer),
    "FPDFClipPath_CountPaths": (c_int, Pointer),
    "FPDFClipPath_CountPathSegments": (c_int, Pointer, c_int),
    "FPDFClipPath_GetPathSegment": (Pointer, Pointer, c_int, c_int),
    "FPDFFormObj_CountObjects": (c_int, Pointer),
    "FPDFFormObj_GetObject": (Pointer, Pointer, c_ulong),
    "FPDFPath_GetDrawMode": (c_int, Pointer, Pointer, Pointer),
    "FPDFPath_CountSegments": (c_int, Pointer),
    "FPDFPath_GetPathSegment": (Pointer, Pointer, c_int),
    "FPDFPathSegment_GetType": (c_int, Pointer),
    "FPDFPathSegment_GetPoint": (c_int, Pointer, Pointer, Pointer),
    "FPDFPathSegment_GetClose": (c_int, Pointer),
    "FPDFText_LoadPage": (Pointer, Pointer),
    "FPDFText_ClosePage": (None, Pointer),
    "FPDFText_CountChars": (c_int, Pointer),
    "FPDFText_GetUnicode": (c_uint, Pointer, c_int),
    "FPDFText_GetText": (c_int, Pointer, c_int, c_int, Pointer),
    "FPDFText_GetCharOrigin": (c_int, Pointer, c_int, Pointer, Pointer),
    "FPDFText_GetMatrix": (c_int, Pointer, c_int, Pointer),
    "FPDFText_GetFontSize": (c_double, Pointer, c_int),
    "FPDFTextObj_GetFontSize": (c_int, Pointer, Pointer),
    "FPDFTextObj_GetFont": (Pointer, Pointer),
    "FPDFTextObj_GetTextRenderMode": (c_int, Pointer),
    "FPDFFont_GetBaseFontName": (c_ulong, Pointer, Pointer, c_ulong),
    "FPDFFont_GetFlags": (c_int, Pointer),
    "FPDFFont_GetDescent": (c_int, Pointer, c_float, Pointer),
    "FPDFFont_GetIsEmbedded": (c_int, Pointer),
    "FPDFFont_GetGlyphWidth": (c_int, Pointer, c_uint, c_float, Pointer),
    "FPDFText_IsGenerated": (c_int, Pointer, c_int),
    "FPDFText_HasUnicodeMapError": (c_int, Pointer, c_int),
    "FPDFPage_GetAnnotCount": (c_int, Pointer),
    "FPDFPage_GetAnnot": (Pointer, Pointer, c_int),
    "FPDFPage_CloseAnnot": (None, Pointer),
    "FPDFAnnot_GetSubtype": (c_int, Pointer),
    "FPDFLink_Enumerate": (c_int, Pointer, Pointer, Pointer),
    "FPDFLink_GetAction": (Pointer, Pointer),
    "FPDFLink_GetAnnotRect": (c_int, Pointer, Pointer),
    "FPDFAction_GetURIPath": (c_ulong, Pointer, Pointer, Pointer, c_ulong),
}


BARE = {"FPDFText_GetTextObject": c_size_t, "FPDFText_GetLooseCharBox": c_int}
"""Called for every glyph, so without a check of their arguments, which takes a third of the time of a call: pointers
must come as ``c_void_p``, a plain number would be cut to 32 bits."""


def _load() -> PyDLL:
    library = PyDLL(_libs["pdfium"]._name)
    for name, (result, *arguments) in SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    for name, result in BARE.items():
        getattr(library, name).restype = result
    library.FPDF_InitLibrary()
    return library


PDFIUM = _load()
