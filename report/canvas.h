#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

struct _cairo; // cairo_t, so that no third-party header is needed here

namespace seihon::record {
struct PageImage;
}

namespace seihon::report {

struct Colour {
    double red = 0, green = 0, blue = 0;
};

// Millimetres from the top left corner.
struct Point {
    double x = 0, y = 0;
};

struct Box {
    double x = 0, y = 0, w = 0, h = 0;
};

struct SizeMm {
    double width = 0, height = 0;
};

inline constexpr SizeMm kA4{210.0, 297.0};

enum class Font { Mincho, Gothic };
enum class Align { Left, Centre, Right };

struct TextStyle {
    Font font = Font::Mincho;
    double points = 10.5;
    Colour colour{};
    bool bold = false;
    Align align = Align::Left;
    double width = 0;         // lines are broken at this width; 0 never breaks
    double lineSpacing = 1.0; // factor
    double tracking = 0;      // extra points between characters
    std::int64_t lines = 0;   // at most so many, then "…"; 0 is without limit; needs a width
};

// A surface to draw on in millimetres: an image, or the pages of a PDF. The Japanese fonts must be
// there: a page full of replacement boxes would pass as paper, so their absence is a Fault.
class Canvas {
  public:
    // White. `bounds` is the size in pixels. Faults: Usage (size), NotFound (fonts).
    static Canvas image(SizeMm size, double dpi);
    // Writes to the file as pages are shown. Faults: StorageFailed, NotFound.
    static Canvas pdf(const std::filesystem::path& file, SizeMm size);

    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;
    ~Canvas();

    void fill(const Box& box, Colour colour);
    void frame(const Box& box, double lineWidth, Colour colour = {});
    void line(Point from, Point to, double lineWidth, Colour colour = {});
    void polyline(const std::vector<Point>& points, double lineWidth, Colour colour = {});
    // Three points a piece after the first: Bézier curves.
    void curve(const std::vector<Point>& points, double lineWidth, Colour colour = {});
    void ellipse(const Box& box, double lineWidth, Colour colour = {});
    // `at` is the top left, top centre or top right corner, as the alignment says (with a width: of
    // that column). Gives the size that the text took.
    SizeMm text(Point at, const std::string& words, const TextStyle& style);
    SizeMm measure(const std::string& words, const TextStyle& style);
    // Everything that `draw` draws is turned clockwise about the point.
    void turned(Point about, double degrees, const std::function<void()>& draw);
    // 8-bit grey or RGB pixels scaled into the box.
    void picture(const Box& box, const record::PageImage& image);
    // PDF: ends the page. On an image it is a bug.
    void nextPage();
    // PDF: writes the rest. Faults: StorageFailed.
    void finish();

    // Image only: rows of 0xffRRGGBB words.
    std::int64_t widthPixels() const;
    std::int64_t heightPixels() const;
    const std::uint32_t* pixelRow(std::int64_t y);
    // Image only: the pixels as RGB, as they were drawn.
    record::PageImage plainImage(std::int64_t dpi);

    ::_cairo* context();

    // The outline of the words becomes the current path of the context; gives their width. Ignores
    // style.width.
    double outline(Point at, const std::string& words, const TextStyle& style);

  private:
    struct State;
    explicit Canvas(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace seihon::report
