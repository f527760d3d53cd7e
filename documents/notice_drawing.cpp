#include "documents/notice_drawing.h"

#include "documents/pdf_number.h"
#include "record/fault.h"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <memory>

namespace seihon::documents {

namespace {

constexpr const char* kFamily = "IPAexGothic";
constexpr double kFontSize = 6; // points
constexpr double kMargin = 6;
constexpr double kPadding = 3;
// Cairo keeps places in 1/256 of its unit: drawn so many times larger, nothing is lost.
constexpr double kDrawnLarger = 16;

template <auto Deleter>
struct Free {
    template <typename T>
    void operator()(T* object) const {
        Deleter(object);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Free<&cairo_surface_destroy>>;
using Drawing = std::unique_ptr<cairo_t, Free<&cairo_destroy>>;
using Path = std::unique_ptr<cairo_path_t, Free<&cairo_path_destroy>>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Free<&cairo_font_options_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Free<&g_object_unref>>;
using LoadedFont = std::unique_ptr<PangoFont, Free<&g_object_unref>>;
using Description = std::unique_ptr<PangoFontDescription, Free<&pango_font_description_free>>;
using LineWalk = std::unique_ptr<PangoLayoutIter, Free<&pango_layout_iter_free>>;

// Another font would come in silence.
void requireNoticeFont(PangoLayout* layout, const PangoFontDescription* wanted) {
    const LoadedFont font(::pango_context_load_font(::pango_layout_get_context(layout), wanted));
    std::string family;
    if (font) {
        const Description found(::pango_font_describe(font.get()));
        family = ::pango_font_description_get_family(found.get());
    }
    if (family != kFamily) {
        throw record::Fault(record::FaultKind::NotFound,
                            std::string("font ") + kFamily +
                                " is not installed; package fonts-ipaexfont has it",
                            {{"what", kFamily}, {"file", kFamily}});
    }
}

Layout layOut(cairo_t* drawing, const std::string& text, double width) {
    Layout layout(::pango_cairo_create_layout(drawing));
    const FontOptions options(::cairo_font_options_create());
    ::cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    ::cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    ::pango_cairo_context_set_font_options(::pango_layout_get_context(layout.get()), options.get());
    const Description font(::pango_font_description_new());
    ::pango_font_description_set_family(font.get(), kFamily);
    ::pango_font_description_set_absolute_size(font.get(), kFontSize * kDrawnLarger * PANGO_SCALE);
    requireNoticeFont(layout.get(), font.get());
    ::pango_layout_set_font_description(layout.get(), font.get());
    ::pango_layout_set_width(layout.get(),
                             static_cast<int>((width - 2 * kMargin) * kDrawnLarger * PANGO_SCALE));
    ::pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    ::pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
}

std::string outlines(cairo_t* drawing, double height) {
    const Path path(::cairo_copy_path(drawing));
    std::string operators;
    const auto point = [&](const cairo_path_data_t& at) {
        operators += pdfNumber(kMargin + at.point.x / kDrawnLarger) + ' ' +
                     pdfNumber(height - kPadding - at.point.y / kDrawnLarger) + ' ';
    };
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t* const part = path->data + i;
        switch (part->header.type) {
        case CAIRO_PATH_MOVE_TO:
            point(part[1]);
            operators += "m\n";
            break;
        case CAIRO_PATH_LINE_TO:
            point(part[1]);
            operators += "l\n";
            break;
        case CAIRO_PATH_CURVE_TO:
            point(part[1]);
            point(part[2]);
            point(part[3]);
            operators += "c\n";
            break;
        case CAIRO_PATH_CLOSE_PATH:
            operators += "h\n";
            break;
        }
    }
    return operators.empty() ? std::string() : operators + "f\n";
}

std::string hiddenLines(TextCodes& codes, PangoLayout* layout, const std::string& text,
                        double height) {
    std::string operators;
    const LineWalk walk(::pango_layout_get_iter(layout));
    do {
        const PangoLayoutLine* const line = ::pango_layout_iter_get_line_readonly(walk.get());
        PangoRectangle extent{};
        ::pango_layout_iter_get_line_extents(walk.get(), nullptr, &extent);
        const auto points = [](int units) {
            return units / kDrawnLarger / PANGO_SCALE;
        };
        const double baseline = points(::pango_layout_iter_get_baseline(walk.get()));
        operators +=
            hiddenText(codes,
                       std::string_view(text).substr(static_cast<std::size_t>(line->start_index),
                                                     static_cast<std::size_t>(line->length)),
                       {kMargin + points(extent.x), height - kPadding - baseline,
                        points(extent.width), kFontSize});
    } while (::pango_layout_iter_next_line(walk.get()) != 0);
    return operators;
}

} // namespace

NoticeDrawing drawNotice(TextCodes& codes, const std::string& text, double width) {
    // Without bounds: cairo leaves out glyphs that lie far from what can be seen.
    const Surface surface(::cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr));
    const Drawing drawing(::cairo_create(surface.get()));
    const Layout layout = layOut(drawing.get(), text, width);
    PangoRectangle extent{};
    ::pango_layout_get_extents(layout.get(), nullptr, &extent);
    NoticeDrawing notice;
    notice.height = extent.height / kDrawnLarger / PANGO_SCALE + 2 * kPadding;
    ::pango_cairo_layout_path(drawing.get(), layout.get());
    // White paper under it, and a thin line between it and the page.
    const std::string right = pdfNumber(width), top = pdfNumber(notice.height);
    notice.operators = "0.5 G 0.5 w 0 " + top + " m " + right + ' ' + top + " l S\n0 g\n" +
                       outlines(drawing.get(), notice.height) +
                       hiddenLines(codes, layout.get(), text, notice.height);
    return notice;
}

} // namespace seihon::documents
