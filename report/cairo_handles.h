#pragma once

// Private to report's .cpp files: the C handles of Cairo and Pango as values that free themselves.

#include <memory>

#include <cairo.h>
#include <pango/pangocairo.h>

namespace seihon::report {

template <auto Deleter>
struct Delete {
    template <typename T>
    void operator()(T* object) const {
        Deleter(object);
    }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, Delete<&cairo_surface_destroy>>;
using ContextPtr = std::unique_ptr<cairo_t, Delete<&cairo_destroy>>;
using PathPtr = std::unique_ptr<cairo_path_t, Delete<&cairo_path_destroy>>;
using OptionsPtr = std::unique_ptr<cairo_font_options_t, Delete<&cairo_font_options_destroy>>;
using LayoutPtr = std::unique_ptr<PangoLayout, Delete<&g_object_unref>>;
using FontMapPtr = std::unique_ptr<PangoFontMap, Delete<&g_object_unref>>;
using PangoContextPtr = std::unique_ptr<PangoContext, Delete<&g_object_unref>>;
using PangoFontPtr = std::unique_ptr<PangoFont, Delete<&g_object_unref>>;
using DescriptionPtr = std::unique_ptr<PangoFontDescription, Delete<&pango_font_description_free>>;
using AttributesPtr = std::unique_ptr<PangoAttrList, Delete<&pango_attr_list_unref>>;

} // namespace seihon::report
