/* The loops of pdfium_many.py, compiled: the same functions with the same answers, without a foreign call from Python
 * for every glyph and every segment. PDFium itself is not linked: bind() takes the addresses of its functions, so that
 * both ask the one library that is loaded. Where no compiler is found at installation, pdfium_many.py does without.
 *
 * The caller answers for pointers: they come from PDFium and live as long as the page they belong to.
 */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef _WIN32
#define CALL __stdcall
#else
#define CALL
#endif

enum { STROKE_ONLY = 1, CURVE = 1, START = 2, POINTS_OF_CURVE = 3 };

typedef void *Ptr;

/* What is asked of PDFium: result, name here, name there, arguments. */
#define FUNCTIONS(F) \
    F(int, CountObjects, "FPDFPage_CountObjects", (Ptr)) \
    F(Ptr, GetObject, "FPDFPage_GetObject", (Ptr, int)) \
    F(int, CountFormObjects, "FPDFFormObj_CountObjects", (Ptr)) \
    F(Ptr, GetFormObject, "FPDFFormObj_GetObject", (Ptr, unsigned long)) \
    F(int, GetType, "FPDFPageObj_GetType", (Ptr)) \
    F(int, GetObjectMatrix, "FPDFPageObj_GetMatrix", (Ptr, float *)) \
    F(int, GetFillColor, "FPDFPageObj_GetFillColor", (Ptr, unsigned *, unsigned *, unsigned *, unsigned *)) \
    F(int, GetStrokeColor, "FPDFPageObj_GetStrokeColor", (Ptr, unsigned *, unsigned *, unsigned *, unsigned *)) \
    F(int, GetStrokeWidth, "FPDFPageObj_GetStrokeWidth", (Ptr, float *)) \
    F(int, HasTransparency, "FPDFPageObj_HasTransparency", (Ptr)) \
    F(Ptr, GetClipPath, "FPDFPageObj_GetClipPath", (Ptr)) \
    F(int, CountClipPaths, "FPDFClipPath_CountPaths", (Ptr)) \
    F(int, CountClipSegments, "FPDFClipPath_CountPathSegments", (Ptr, int)) \
    F(Ptr, GetClipSegment, "FPDFClipPath_GetPathSegment", (Ptr, int, int)) \
    F(int, GetDrawMode, "FPDFPath_GetDrawMode", (Ptr, int *, int *)) \
    F(int, CountSegments, "FPDFPath_CountSegments", (Ptr)) \
    F(Ptr, GetSegment, "FPDFPath_GetPathSegment", (Ptr, int)) \
    F(int, GetSegmentType, "FPDFPathSegment_GetType", (Ptr)) \
    F(int, GetSegmentPoint, "FPDFPathSegment_GetPoint", (Ptr, float *, float *)) \
    F(int, GetSegmentClose, "FPDFPathSegment_GetClose", (Ptr)) \
    F(Ptr, GetTextObject, "FPDFText_GetTextObject", (Ptr, int)) \
    F(int, IsGenerated, "FPDFText_IsGenerated", (Ptr, int)) \
    F(int, GetLooseBox, "FPDFText_GetLooseCharBox", (Ptr, int, float *)) \
    F(int, GetMatrix, "FPDFText_GetMatrix", (Ptr, int, float *)) \
    F(double, GetFontSize, "FPDFText_GetFontSize", (Ptr, int)) \
    F(int, GetOrigin, "FPDFText_GetCharOrigin", (Ptr, int, double *, double *)) \
    F(int, GetRenderMode, "FPDFTextObj_GetTextRenderMode", (Ptr)) \
    F(Ptr, GetFont, "FPDFTextObj_GetFont", (Ptr)) \
    F(int, GetObjectFontSize, "FPDFTextObj_GetFontSize", (Ptr, float *)) \
    F(int, GetGlyphWidth, "FPDFFont_GetGlyphWidth", (Ptr, unsigned, float, float *)) \
    F(int, HasUnicodeMapError, "FPDFText_HasUnicodeMapError", (Ptr, int)) \
    F(unsigned, GetUnicode, "FPDFText_GetUnicode", (Ptr, int))

#define DECLARED(result, name, symbol, arguments) static result(CALL *name) arguments;
#define LISTED(result, name, symbol, arguments) {symbol, &name},
FUNCTIONS(DECLARED)
static const struct {
    const char *name;
    void *place;
} ASKED[] = {FUNCTIONS(LISTED)};
enum { FUNCTION_COUNT = sizeof ASKED / sizeof *ASKED };
static int bound = 0;

static int is_bound(void) {
    if (!bound) PyErr_SetString(PyExc_RuntimeError, "bind() was not called");
    return bound;
}

static PyObject *bind(PyObject *self, PyObject *addresses) {
    for (int i = 0; i < FUNCTION_COUNT; i++) {
        PyObject *key = PyUnicode_FromString(ASKED[i].name);
        PyObject *value = key ? PyObject_GetItem(addresses, key) : NULL;
        Py_XDECREF(key);
        if (!value) return NULL;
        void *address = PyLong_AsVoidPtr(value);
        Py_DECREF(value);
        if (!address) {
            if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "%s has no address", ASKED[i].name);
            return NULL;
        }
        memcpy(ASKED[i].place, &address, sizeof address);
    }
    bound = 1;
    Py_RETURN_NONE;
}

/* names() -> what bind() asks for. */
static PyObject *names(PyObject *self, PyObject *none) {
    PyObject *found = PyTuple_New(FUNCTION_COUNT);
    for (int i = 0; found && i < FUNCTION_COUNT; i++) {
        PyObject *name = PyUnicode_FromString(ASKED[i].name);
        if (!name || PyTuple_SetItem(found, i, name)) Py_CLEAR(found);
    }
    return found;
}

/* text_objects(text, blank, out): the address of each glyph's text object; 0 for a blank that PDFium made up. */
static PyObject *text_objects(PyObject *self, PyObject *args) {
    unsigned long long text;
    Py_buffer blank, out;
    if (!is_bound() || !PyArg_ParseTuple(args, "Ky*w*", &text, &blank, &out)) return NULL;
    Py_ssize_t count = blank.len;
    const char *is_blank = blank.buf;
    uint64_t *object = out.buf;
    int fits = out.len == count * (Py_ssize_t)sizeof *object;
    for (Py_ssize_t i = 0; fits && i < count; i++) {
        int made_up = is_blank[i] && IsGenerated((Ptr)(uintptr_t)text, (int)i);
        object[i] = made_up ? 0 : (uint64_t)(uintptr_t)GetTextObject((Ptr)(uintptr_t)text, (int)i);
    }
    PyBuffer_Release(&blank);
    PyBuffer_Release(&out);
    if (!fits) return PyErr_Format(PyExc_ValueError, "room for %zd objects is needed", count);
    Py_RETURN_NONE;
}

typedef void (*Ask)(Ptr text, int index, void *out);

/* Asks one thing of each of the glyphs: (text, indices, out), where size bytes of out are each glyph's. */
static PyObject *of_each(PyObject *args, Py_ssize_t size, const char *what, Ask ask) {
    unsigned long long text;
    Py_buffer indices, out;
    if (!is_bound() || !PyArg_ParseTuple(args, "Ky*w*", &text, &indices, &out)) return NULL;
    Py_ssize_t count = indices.len / (Py_ssize_t)sizeof(int32_t);
    const int32_t *index = indices.buf;
    int fits = out.len == count * size;
    for (Py_ssize_t i = 0; fits && i < count; i++) ask((Ptr)(uintptr_t)text, index[i], (char *)out.buf + i * size);
    PyBuffer_Release(&indices);
    PyBuffer_Release(&out);
    if (!fits) return PyErr_Format(PyExc_ValueError, "room for %zd %s is needed", count, what);
    Py_RETURN_NONE;
}

static void one_box(Ptr text, int index, void *out) { GetLooseBox(text, index, out); }
static void one_origin(Ptr text, int index, void *out) { GetOrigin(text, index, out, (double *)out + 1); }
static void one_unmapped(Ptr text, int index, void *out) { *(char *)out = HasUnicodeMapError(text, index) == 1; }

/* loose_boxes(text, indices, out): four numbers for each of the glyphs. */
static PyObject *loose_boxes(PyObject *self, PyObject *args) {
    return of_each(args, 4 * sizeof(float), "boxes", one_box);
}

/* origins(text, indices, out): two numbers for each of the glyphs. */
static PyObject *origins(PyObject *self, PyObject *args) {
    return of_each(args, 2 * sizeof(double), "origins", one_origin);
}

/* unmapped(text, indices, out): 1 for each glyph of which the file does not say which character it is, else 0. */
static PyObject *unmapped(PyObject *self, PyObject *args) { return of_each(args, 1, "answers", one_unmapped); }

/* codes(text, out): the UTF-16 unit of each character. */
static PyObject *codes(PyObject *self, PyObject *args) {
    unsigned long long text;
    Py_buffer out;
    if (!is_bound() || !PyArg_ParseTuple(args, "Kw*", &text, &out)) return NULL;
    uint32_t *code = out.buf;
    int count = (int)(out.len / (Py_ssize_t)sizeof *code);
    for (int i = 0; i < count; i++) code[i] = GetUnicode((Ptr)(uintptr_t)text, i);
    PyBuffer_Release(&out);
    Py_RETURN_NONE;
}

/* widths(fonts, codes, out): advance of each character at size 1 as its font states it; 0 where it does not. */
static PyObject *widths(PyObject *self, PyObject *args) {
    Py_buffer fonts, codes, out;
    if (!is_bound() || !PyArg_ParseTuple(args, "y*y*w*", &fonts, &codes, &out)) return NULL;
    Py_ssize_t count = codes.len / (Py_ssize_t)sizeof(uint32_t);
    const uint64_t *font = fonts.buf;
    const uint32_t *code = codes.buf;
    float *width = out.buf;
    int fits = fonts.len == count * (Py_ssize_t)sizeof *font && out.len == count * (Py_ssize_t)sizeof *width;
    for (Py_ssize_t i = 0; fits && i < count; i++)
        if (!font[i] || !GetGlyphWidth((Ptr)(uintptr_t)font[i], code[i], 1, width + i)) width[i] = 0;
    PyBuffer_Release(&fonts);
    PyBuffer_Release(&codes);
    PyBuffer_Release(&out);
    if (!fits) return PyErr_Format(PyExc_ValueError, "%zd characters need as many fonts and widths", count);
    Py_RETURN_NONE;
}

typedef int(CALL *ColorOf)(Ptr, unsigned *, unsigned *, unsigned *, unsigned *);

typedef struct {
    int known; /* 0 where it is a pattern */
    unsigned parts[4];
} Color;

static Color color_of(ColorOf ask, Ptr object) {
    Color none = {0, {0}}, found = none;
    unsigned *part = found.parts;
    found.known = ask(object, part, part + 1, part + 2, part + 3) != 0;
    return found.known ? found : none;
}

/* (red, green, blue, alpha), or None for a pattern. */
static PyObject *color(Color shown) {
    const unsigned *part = shown.parts;
    return shown.known ? Py_BuildValue("(IIII)", part[0], part[1], part[2], part[3]) : Py_BuildValue("");
}

/* What a text object looks like. */
typedef struct {
    float m[6];
    double size;
    int mode;
    Ptr font;
    Color color;
} Look;

static Look look_of(Ptr text, Ptr object, int index) {
    Look look = {{0}, GetFontSize(text, index), GetRenderMode(object), GetFont(object), {0, {0}}};
    GetMatrix(text, index, look.m);
    look.color = color_of(look.mode == STROKE_ONLY ? GetStrokeColor : GetFillColor, object);
    return look;
}

static int is_same(const Look *a, const Look *b) {
    int turned = a->m[0] != b->m[0] || a->m[1] != b->m[1] || a->m[2] != b->m[2] || a->m[3] != b->m[3];
    return !turned && a->size == b->size && a->mode == b->mode && a->font == b->font &&
           !memcmp(&a->color, &b->color, sizeof a->color);
}

/* looks(text, objects, indices, which): how text objects look, by one glyph of each: (matrix without its shift, font
 * size, render mode, font, colour). Those of one look that follow each other share one; which: the place of each
 * object's. */
static PyObject *looks(PyObject *self, PyObject *args) {
    unsigned long long text;
    Py_buffer objects, indices, which;
    if (!is_bound() || !PyArg_ParseTuple(args, "Ky*y*w*", &text, &objects, &indices, &which)) return NULL;
    Py_ssize_t count = objects.len / (Py_ssize_t)sizeof(uint64_t);
    const uint64_t *object = objects.buf;
    const int32_t *index = indices.buf;
    int32_t *place = which.buf;
    PyObject *found = NULL;
    Look last = {{0}, 0, 0, NULL, {0, {0}}};
    if (indices.len != count * (Py_ssize_t)sizeof *index || which.len != count * (Py_ssize_t)sizeof *place)
        PyErr_Format(PyExc_ValueError, "%zd objects need as many indices and places", count);
    else
        found = PyList_New(0);
    for (Py_ssize_t i = 0; found && i < count; i++) {
        Look own = look_of((Ptr)(uintptr_t)text, (Ptr)(uintptr_t)object[i], index[i]);
        if (i == 0 || !is_same(&own, &last)) {
            PyObject *look = Py_BuildValue("((dddd)diKN)", own.m[0], own.m[1], own.m[2], own.m[3], own.size, own.mode,
                                           (unsigned long long)(uintptr_t)own.font, color(own.color));
            if (!look || PyList_Append(found, look)) Py_CLEAR(found);
            Py_XDECREF(look);
            last = own;
        }
        if (found) place[i] = (int32_t)PyList_Size(found) - 1;
    }
    PyBuffer_Release(&objects);
    PyBuffer_Release(&indices);
    PyBuffer_Release(&which);
    return found;
}

/* painted(holder, is_form): (address, kind) of each object of a page or a form, in the order of painting. */
static PyObject *painted(PyObject *self, PyObject *args) {
    unsigned long long holder;
    int is_form;
    if (!is_bound() || !PyArg_ParseTuple(args, "Kp", &holder, &is_form)) return NULL;
    Ptr own = (Ptr)(uintptr_t)holder;
    int count = is_form ? CountFormObjects(own) : CountObjects(own);
    PyObject *found = PyList_New(count > 0 ? count : 0);
    for (int i = 0; found && i < count; i++) {
        Ptr object = is_form ? GetFormObject(own, (unsigned long)i) : GetObject(own, i);
        PyObject *pair = Py_BuildValue("(Ki)", (unsigned long long)(uintptr_t)object, GetType(object));
        if (!pair || PyList_SetItem(found, i, pair)) Py_CLEAR(found);
    }
    return found;
}

/* path(object): (filled, stroked, matrix, line width, fill, stroke, see-through), or None for one not painted. */
static PyObject *path(PyObject *self, PyObject *args) {
    unsigned long long address;
    if (!is_bound() || !PyArg_ParseTuple(args, "K", &address)) return NULL;
    Ptr own = (Ptr)(uintptr_t)address;
    int fill = 0, stroke = 0;
    float m[6] = {0}, width = 0;
    GetDrawMode(own, &fill, &stroke);
    if (!fill && !stroke) Py_RETURN_NONE;
    GetObjectMatrix(own, m);
    GetStrokeWidth(own, &width);
    return Py_BuildValue("(NN(dddddd)dNNN)", PyBool_FromLong(fill), PyBool_FromLong(stroke), m[0], m[1], m[2], m[3],
                         m[4], m[5], width, color(color_of(GetFillColor, own)), color(color_of(GetStrokeColor, own)),
                         PyBool_FromLong(HasTransparency(own)));
}

/* (x, y) of a point, of which there are hundreds on a page: Py_BuildValue takes four times as long. */
static PyObject *pair(double x, double y) {
    PyObject *both = PyTuple_New(2), *first = PyFloat_FromDouble(x), *second = PyFloat_FromDouble(y);
    if (both && first && second) {
        PyTuple_SetItem(both, 0, first); /* which takes them over */
        PyTuple_SetItem(both, 1, second);
        PyObject_GC_UnTrack(both); /* numbers alone are part of no cycle: the collector need not look at them */
        return both;
    }
    Py_XDECREF(both);
    Py_XDECREF(first);
    Py_XDECREF(second);
    return NULL;
}

/* Ends a subpath: (points, curved, closed, bounds); those of one point are left out. Takes over the list of its points.
 * Returns 0 on an error. */
static int end_chain(PyObject *found, PyObject *points, int curved, int closed, const double *bounds) {
    int needed = PyList_Size(points) > 1;
    PyObject *fixed = needed ? PyList_AsTuple(points) : NULL, *ended = NULL;
    Py_DECREF(points);
    if (!needed) return 1;
    if (fixed)
        ended = Py_BuildValue("(NNN(dddd))", fixed, PyBool_FromLong(curved), PyBool_FromLong(closed), bounds[0],
                              bounds[1], bounds[2], bounds[3]);
    int kept = ended && !PyList_Append(found, ended);
    Py_XDECREF(ended);
    return kept;
}

/* subpaths(object, matrix): those of two points and more, control points left out, on the page as seen; none where a
 * point lies nowhere. */
static PyObject *subpaths(PyObject *self, PyObject *args) {
    unsigned long long address;
    double a, b, c, d, e, f, bounds[4] = {0};
    if (!is_bound() || !PyArg_ParseTuple(args, "K(dddddd)", &address, &a, &b, &c, &d, &e, &f)) return NULL;
    Ptr own = (Ptr)(uintptr_t)address;
    int count = CountSegments(own), of_curve = 0, curved = 0, closed = 0;
    PyObject *found = PyList_New(0), *points = found ? PyList_New(0) : NULL;
    for (int i = 0; points && i < count; i++) {
        Ptr segment = GetSegment(own, i);
        int kind = GetSegmentType(segment);
        if (kind == START) {
            int kept = end_chain(found, points, curved, closed, bounds);
            points = kept ? PyList_New(0) : NULL;
            if (!points) break;
            of_curve = curved = closed = 0;
        }
        if (kind == CURVE && ++of_curve % POINTS_OF_CURVE) continue;
        float px = 0, py = 0;
        GetSegmentPoint(segment, &px, &py);
        if (!isfinite(px) || !isfinite(py)) {
            Py_DECREF(points);
            Py_DECREF(found);
            return PyList_New(0);
        }
        curved |= kind == CURVE;
        closed |= GetSegmentClose(segment) == 1;
        double x = a * px + c * py + e, y = b * px + d * py + f;
        int first = PyList_Size(points) == 0;
        if (first || x < bounds[0]) bounds[0] = x;
        if (first || y < bounds[1]) bounds[1] = y;
        if (first || x > bounds[2]) bounds[2] = x;
        if (first || y > bounds[3]) bounds[3] = y;
        PyObject *point = pair(x, y);
        if (!point || PyList_Append(points, point)) Py_CLEAR(points);
        Py_XDECREF(point);
    }
    if (points && end_chain(found, points, curved, closed, bounds)) return found;
    Py_XDECREF(found);
    return NULL;
}

/* clip_bounds(clip, number): left, bottom, right and top of one path of a clip, of its subpaths of two points and more,
 * control points left out; None where there is none, or a point lies nowhere. */
static PyObject *clip_bounds(PyObject *self, PyObject *args) {
    unsigned long long address;
    int number;
    if (!is_bound() || !PyArg_ParseTuple(args, "Ki", &address, &number)) return NULL;
    Ptr own = (Ptr)(uintptr_t)address;
    int count = CountClipSegments(own, number), of_curve = 0, in_chain = 0, known = 0;
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0, first_x = 0, first_y = 0;
    for (int i = 0; i < count; i++) {
        Ptr segment = GetClipSegment(own, number, i);
        int kind = GetSegmentType(segment);
        if (kind == START) of_curve = in_chain = 0;
        if (kind == CURVE && ++of_curve % POINTS_OF_CURVE) continue;
        float x = 0, y = 0;
        GetSegmentPoint(segment, &x, &y);
        if (!isfinite(x) || !isfinite(y)) Py_RETURN_NONE;
        if (in_chain++ == 0) {
            first_x = x, first_y = y;
            continue;
        }
        if (!known++) x0 = x1 = x, y0 = y1 = y;
        if (in_chain == 2) x0 = fminf(x0, first_x), x1 = fmaxf(x1, first_x), y0 = fminf(y0, first_y), y1 = fmaxf(y1, first_y);
        x0 = fminf(x0, x), x1 = fmaxf(x1, x), y0 = fminf(y0, y), y1 = fmaxf(y1, y);
    }
    if (!known) Py_RETURN_NONE;
    return Py_BuildValue("(dddd)", x0, y0, x1, y1);
}

/* text_object(object): (matrix, font size, font, colour). */
static PyObject *text_object(PyObject *self, PyObject *args) {
    unsigned long long address;
    if (!is_bound() || !PyArg_ParseTuple(args, "K", &address)) return NULL;
    Ptr own = (Ptr)(uintptr_t)address;
    float m[6] = {0}, size = 0;
    GetObjectMatrix(own, m);
    GetObjectFontSize(own, &size);
    return Py_BuildValue("((dddddd)dKN)", m[0], m[1], m[2], m[3], m[4], m[5], size,
                         (unsigned long long)(uintptr_t)GetFont(own), color(color_of(GetFillColor, own)));
}

/* clip(object): (address of its clip, addresses of the first points of each of the clip's paths), or None. */
static PyObject *clip(PyObject *self, PyObject *args) {
    unsigned long long address;
    if (!is_bound() || !PyArg_ParseTuple(args, "K", &address)) return NULL;
    Ptr own = GetClipPath((Ptr)(uintptr_t)address);
    int count = own ? CountClipPaths(own) : 0;
    if (count <= 0) Py_RETURN_NONE;
    PyObject *firsts = PyTuple_New(count);
    for (int i = 0; firsts && i < count; i++) {
        PyObject *first = PyLong_FromUnsignedLongLong((uintptr_t)GetClipSegment(own, i, 0));
        if (!first || PyTuple_SetItem(firsts, i, first)) Py_CLEAR(firsts);
    }
    return firsts ? Py_BuildValue("(KN)", (unsigned long long)(uintptr_t)own, firsts) : NULL;
}

static PyMethodDef METHODS[] = {
    {"bind", bind, METH_O, NULL},
    {"names", names, METH_NOARGS, NULL},
    {"codes", codes, METH_VARARGS, NULL},
    {"text_objects", text_objects, METH_VARARGS, NULL},
    {"loose_boxes", loose_boxes, METH_VARARGS, NULL},
    {"origins", origins, METH_VARARGS, NULL},
    {"widths", widths, METH_VARARGS, NULL},
    {"unmapped", unmapped, METH_VARARGS, NULL},
    {"looks", looks, METH_VARARGS, NULL},
    {"painted", painted, METH_VARARGS, NULL},
    {"text_object", text_object, METH_VARARGS, NULL},
    {"path", path, METH_VARARGS, NULL},
    {"subpaths", subpaths, METH_VARARGS, NULL},
    {"clip_bounds", clip_bounds, METH_VARARGS, NULL},
    {"clip", clip, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_pdfium_many", NULL, -1, METHODS, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__pdfium_many(void) { return PyModule_Create(&MODULE); }
