#include "report/canvas.h"

#include "record/fault.h"
#include "record/page_image.h"
#include "report/cairo_handles.h"

#include <cairo-pdf.h>

#include <cassert>
#include <cmath>
#include <numbers>

namespace seihon::report {

namespace {

constexpr double kMmPerPoint = 25.4 / 72.0;
// Cairo's own limit of an image side is 32767.
constexpr double kMaxSidePixels = 32000;

const char* familyOf(Font font) {
    return font == Font::Mincho ? "IPAexMincho" : "IPAexGothic";
}

void requireFont(PangoContext* context, Font font) {
    const DescriptionPtr wanted(::pango_font_description_new());
    ::pango_font_description_set_family(wanted.get(), familyOf(font));
    ::pango_font_description_set_absolute_size(wanted.get(), 4.0 * PANGO_SCALE);
    const PangoFontPtr found(::pango_context_load_font(context, wanted.get()));
    std::string family;
    if (found != nullptr) {
        const DescriptionPtr description(::pango_font_describe(found.get()));
        family = ::pango_font_description_get_family(description.get());
    }
    if (family != familyOf(font)) {
        throw record::Fault(record::FaultKind::NotFound,
                            std::string("font ") + familyOf(font) + " is not installed, " + family +
                                " came instead; package fonts-ipaexfont has it",
                            {{"what", familyOf(font)}, {"file", familyOf(font)}});
    }
}

double alignShift(Align align, double textWidth) {
    switch (align) {
    case Align::Left:
        return 0;
    case Align::Centre:
        return -textWidth / 2;
    case Align::Right:
        return -textWidth;
    }
    assert(false);
    return 0;
}

PangoAlignment pangoAlign(Align align) {
    switch (align) {
    case Align::Left:
        return PANGO_ALIGN_LEFT;
    case Align::Centre:
        return PANGO_ALIGN_CENTER;
    case Align::Right:
        return PANGO_ALIGN_RIGHT;
    }
    assert(false);
    return PANGO_ALIGN_LEFT;
}

SizeMm sizeOf(PangoLayout* layout) {
    PangoRectangle extent{};
    ::pango_layout_get_extents(layout, nullptr, &extent);
    return {static_cast<double>(extent.width) / PANGO_SCALE,
            static_cast<double>(extent.height) / PANGO_SCALE};
}

} // namespace

struct Canvas::State {
    SurfacePtr surface;
    ContextPtr cairo;
    // Pango keeps a font for every size and turn that it ever met: the thread's default map would
    // grow with every page, and slow down.
    FontMapPtr fonts;
    PangoContextPtr pango;
    // Outlines are made upright on a surface without bounds: so they need no more fonts, and Cairo
    // leaves out none that would lie outside.
    SurfacePtr boundless;
    ContextPtr outliner;
    PangoContextPtr outlinerPango;
    std::int64_t width = 0, height = 0; // pixels; 0 for a PDF
    std::filesystem::path file;         // PDF only

    void setColour(Colour colour) {
        ::cairo_set_source_rgb(cairo.get(), colour.red, colour.green, colour.blue);
    }

    PangoContextPtr pangoContextOf(cairo_t* context) {
        const OptionsPtr options(::cairo_font_options_create());
        ::cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
        ::cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        ::cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
        PangoContextPtr result(::pango_font_map_create_context(fonts.get()));
        ::pango_cairo_context_set_font_options(result.get(), options.get());
        // Text is laid out in millimetres: metrics must not be rounded to whole units.
        ::pango_context_set_round_glyph_positions(result.get(), FALSE);
        ::pango_context_set_language(result.get(), ::pango_language_from_string("ja"));
        ::pango_cairo_update_context(context, result.get());
        return result;
    }

    void prepare(double unitsPerMm) {
        fonts.reset(::pango_cairo_font_map_new());
        cairo.reset(::cairo_create(surface.get()));
        ::cairo_scale(cairo.get(), unitsPerMm, unitsPerMm);
        pango = pangoContextOf(cairo.get());
        boundless.reset(::cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr));
        outliner.reset(::cairo_create(boundless.get()));
        ::cairo_scale(outliner.get(), unitsPerMm, unitsPerMm);
        outlinerPango = pangoContextOf(outliner.get());
        requireFont(pango.get(), Font::Mincho);
        requireFont(pango.get(), Font::Gothic);
    }

    LayoutPtr layoutOf(const std::string& words, const TextStyle& style) {
        ::pango_cairo_update_context(cairo.get(), pango.get());
        return layoutIn(pango.get(), words, style);
    }

    static LayoutPtr layoutIn(PangoContext* context, const std::string& words,
                              const TextStyle& style) {
        LayoutPtr layout(::pango_layout_new(context));
        const DescriptionPtr font(::pango_font_description_new());
        ::pango_font_description_set_family(font.get(), familyOf(style.font));
        ::pango_font_description_set_absolute_size(font.get(),
                                                   style.points * kMmPerPoint * PANGO_SCALE);
        if (style.bold) {
            ::pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
        }
        ::pango_layout_set_font_description(layout.get(), font.get());
        ::pango_layout_set_line_spacing(layout.get(), static_cast<float>(style.lineSpacing));
        ::pango_layout_set_alignment(layout.get(), pangoAlign(style.align));
        if (style.width > 0) {
            ::pango_layout_set_width(layout.get(),
                                     static_cast<int>(std::lround(style.width * PANGO_SCALE)));
            ::pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
            if (style.lines > 0) {
                ::pango_layout_set_height(layout.get(), -static_cast<int>(style.lines));
                ::pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
            }
        }
        const AttributesPtr attributes(::pango_attr_list_new());
        // A hyphen at a line's end would become part of a digest or a name.
        ::pango_attr_list_insert(attributes.get(), ::pango_attr_insert_hyphens_new(FALSE));
        if (style.tracking > 0) {
            ::pango_attr_list_insert(attributes.get(),
                                     ::pango_attr_letter_spacing_new(static_cast<int>(
                                         std::lround(style.tracking * kMmPerPoint * PANGO_SCALE))));
        }
        ::pango_layout_set_attributes(layout.get(), attributes.get());
        ::pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
        return layout;
    }

    void moveTo(Point at, PangoLayout* layout, const TextStyle& style) {
        const double span = style.width > 0 ? style.width : sizeOf(layout).width;
        ::cairo_move_to(cairo.get(), at.x + alignShift(style.align, span), at.y);
    }
};

Canvas::Canvas(std::unique_ptr<State> state) : m_state(std::move(state)) {
}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

Canvas Canvas::image(SizeMm size, double dpi) {
    const double width = std::round(size.width / 25.4 * dpi);
    const double height = std::round(size.height / 25.4 * dpi);
    if (!(width >= 1 && height >= 1 && width <= kMaxSidePixels && height <= kMaxSidePixels)) {
        throw record::Fault(record::FaultKind::Usage, "a picture of this size cannot be drawn");
    }
    auto state = std::make_unique<State>();
    state->width = static_cast<std::int64_t>(width);
    state->height = static_cast<std::int64_t>(height);
    state->surface.reset(::cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width),
                                                      static_cast<int>(height)));
    if (::cairo_surface_status(state->surface.get()) != CAIRO_STATUS_SUCCESS) {
        throw record::Fault(record::FaultKind::Internal,
                            ::cairo_status_to_string(::cairo_surface_status(state->surface.get())));
    }
    state->prepare(dpi / 25.4);
    state->setColour({1, 1, 1});
    ::cairo_paint(state->cairo.get());
    return Canvas(std::move(state));
}

Canvas Canvas::pdf(const std::filesystem::path& file, SizeMm size) {
    auto state = std::make_unique<State>();
    state->file = file;
    state->surface.reset(::cairo_pdf_surface_create(file.c_str(), size.width / kMmPerPoint,
                                                    size.height / kMmPerPoint));
    if (::cairo_surface_status(state->surface.get()) != CAIRO_STATUS_SUCCESS) {
        throw record::Fault(
            record::FaultKind::StorageFailed,
            file.string() + ": " +
                ::cairo_status_to_string(::cairo_surface_status(state->surface.get())),
            {{"file", file.string()}});
    }
    state->prepare(1 / kMmPerPoint);
    return Canvas(std::move(state));
}

void Canvas::fill(const Box& box, Colour colour) {
    m_state->setColour(colour);
    ::cairo_rectangle(context(), box.x, box.y, box.w, box.h);
    ::cairo_fill(context());
}

void Canvas::frame(const Box& box, double lineWidth, Colour colour) {
    m_state->setColour(colour);
    ::cairo_set_line_width(context(), lineWidth);
    ::cairo_rectangle(context(), box.x, box.y, box.w, box.h);
    ::cairo_stroke(context());
}

void Canvas::line(Point from, Point to, double lineWidth, Colour colour) {
    polyline({from, to}, lineWidth, colour);
}

void Canvas::polyline(const std::vector<Point>& points, double lineWidth, Colour colour) {
    m_state->setColour(colour);
    ::cairo_set_line_width(context(), lineWidth);
    ::cairo_set_line_join(context(), CAIRO_LINE_JOIN_ROUND);
    for (const Point& point : points) {
        ::cairo_line_to(context(), point.x, point.y);
    }
    ::cairo_stroke(context());
}

void Canvas::curve(const std::vector<Point>& points, double lineWidth, Colour colour) {
    assert(points.size() % 3 == 1);
    m_state->setColour(colour);
    ::cairo_set_line_width(context(), lineWidth);
    ::cairo_set_line_cap(context(), CAIRO_LINE_CAP_ROUND);
    ::cairo_move_to(context(), points[0].x, points[0].y);
    for (std::size_t i = 1; i + 2 < points.size(); i += 3) {
        ::cairo_curve_to(context(), points[i].x, points[i].y, points[i + 1].x, points[i + 1].y,
                         points[i + 2].x, points[i + 2].y);
    }
    ::cairo_stroke(context());
    ::cairo_set_line_cap(context(), CAIRO_LINE_CAP_BUTT);
}

void Canvas::ellipse(const Box& box, double lineWidth, Colour colour) {
    m_state->setColour(colour);
    ::cairo_set_line_width(context(), lineWidth);
    ::cairo_save(context());
    ::cairo_translate(context(), box.x + box.w / 2, box.y + box.h / 2);
    ::cairo_scale(context(), box.w / 2, box.h / 2);
    ::cairo_new_sub_path(context());
    ::cairo_arc(context(), 0, 0, 1, 0, 2 * std::numbers::pi);
    ::cairo_restore(context());
    ::cairo_stroke(context());
}

SizeMm Canvas::text(Point at, const std::string& words, const TextStyle& style) {
    const LayoutPtr layout = m_state->layoutOf(words, style);
    m_state->setColour(style.colour);
    m_state->moveTo(at, layout.get(), style);
    ::pango_cairo_show_layout(context(), layout.get());
    ::cairo_new_path(context());
    return sizeOf(layout.get());
}

SizeMm Canvas::measure(const std::string& words, const TextStyle& style) {
    return sizeOf(m_state->layoutOf(words, style).get());
}

double Canvas::outline(Point at, const std::string& words, const TextStyle& style) {
    cairo_t* outliner = m_state->outliner.get();
    const LayoutPtr layout = State::layoutIn(m_state->outlinerPango.get(), words, style);
    const double width = sizeOf(layout.get()).width;
    ::cairo_new_path(outliner);
    ::cairo_move_to(outliner, at.x + alignShift(style.align, width), at.y);
    ::pango_cairo_layout_path(outliner, layout.get());
    const PathPtr path(::cairo_copy_path(outliner));
    ::cairo_new_path(outliner);
    ::cairo_new_path(context());
    ::cairo_append_path(context(), path.get());
    return width;
}

void Canvas::turned(Point about, double degrees, const std::function<void()>& draw) {
    ::cairo_save(context());
    ::cairo_translate(context(), about.x, about.y);
    ::cairo_rotate(context(), degrees * std::numbers::pi / 180);
    ::cairo_translate(context(), -about.x, -about.y);
    draw();
    ::cairo_restore(context());
}

void Canvas::picture(const Box& box, const record::PageImage& image) {
    assert(image.bitsPerSample == 8 && (image.channels == 1 || image.channels == 3));
    const SurfacePtr pixels(::cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, static_cast<int>(image.width), static_cast<int>(image.height)));
    if (::cairo_surface_status(pixels.get()) != CAIRO_STATUS_SUCCESS) {
        throw record::Fault(record::FaultKind::Usage, "a picture of this size cannot be shown");
    }
    auto* data = ::cairo_image_surface_get_data(pixels.get());
    const int stride = ::cairo_image_surface_get_stride(pixels.get());
    const std::size_t step = static_cast<std::size_t>(image.channels);
    const std::size_t green = step == 3 ? 1 : 0;
    for (std::int64_t y = 0; y < image.height; ++y) {
        auto* out = reinterpret_cast<std::uint32_t*>(data + y * stride);
        const std::uint8_t* in = image.row(y);
        for (std::int64_t x = 0; x < image.width; ++x, in += step) {
            out[x] = 0xff000000u | (std::uint32_t{in[0]} << 16) | (std::uint32_t{in[green]} << 8) |
                     in[2 * green];
        }
    }
    ::cairo_surface_mark_dirty(pixels.get());
    ::cairo_save(context());
    ::cairo_translate(context(), box.x, box.y);
    ::cairo_scale(context(), box.w / static_cast<double>(image.width),
                  box.h / static_cast<double>(image.height));
    ::cairo_set_source_surface(context(), pixels.get(), 0, 0);
    ::cairo_pattern_set_extend(::cairo_get_source(context()), CAIRO_EXTEND_PAD);
    ::cairo_rectangle(context(), 0, 0, static_cast<double>(image.width),
                      static_cast<double>(image.height));
    ::cairo_fill(context());
    ::cairo_restore(context());
}

void Canvas::nextPage() {
    assert(m_state->width == 0);
    ::cairo_show_page(context());
}

void Canvas::finish() {
    ::cairo_surface_finish(m_state->surface.get());
    const cairo_status_t status = ::cairo_surface_status(m_state->surface.get());
    if (status != CAIRO_STATUS_SUCCESS) {
        throw record::Fault(record::FaultKind::StorageFailed,
                            m_state->file.string() + ": " + ::cairo_status_to_string(status),
                            {{"file", m_state->file.string()}});
    }
}

std::int64_t Canvas::widthPixels() const {
    return m_state->width;
}

std::int64_t Canvas::heightPixels() const {
    return m_state->height;
}

const std::uint32_t* Canvas::pixelRow(std::int64_t y) {
    assert(y >= 0 && y < m_state->height);
    ::cairo_surface_flush(m_state->surface.get());
    const auto* data = ::cairo_image_surface_get_data(m_state->surface.get());
    return reinterpret_cast<const std::uint32_t*>(
        data + y * ::cairo_image_surface_get_stride(m_state->surface.get()));
}

record::PageImage Canvas::plainImage(std::int64_t dpi) {
    record::PageImage image;
    image.width = widthPixels();
    image.height = heightPixels();
    image.stride = image.width * 3;
    image.dpiX = image.dpiY = dpi;
    image.bytes.resize(static_cast<std::size_t>(image.stride * image.height));
    for (std::int64_t y = 0; y < image.height; ++y) {
        const std::uint32_t* in = pixelRow(y);
        std::uint8_t* out = image.row(y);
        for (std::int64_t x = 0; x < image.width; ++x, out += 3) {
            out[0] = static_cast<std::uint8_t>(in[x] >> 16);
            out[1] = static_cast<std::uint8_t>(in[x] >> 8);
            out[2] = static_cast<std::uint8_t>(in[x]);
        }
    }
    return image;
}

::_cairo* Canvas::context() {
    return m_state->cairo.get();
}

} // namespace seihon::report
