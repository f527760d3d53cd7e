#include "record/clean_text.h"
#include "report/canvas.h"
#include "report/document.h"

#include <algorithm>
#include <string_view>

namespace seihon::report {

namespace {

constexpr double kLeft = 15, kRight = 195, kTop = 14, kBottom = 281, kLabel = 38;
constexpr Colour kInk{0.11, 0.13, 0.15}, kPale{0.36, 0.38, 0.41}, kRule{0.82, 0.83, 0.85};
constexpr Colour kRed{0.77, 0.12, 0.12};

Colour colourOf(Tone tone) {
    switch (tone) {
    case Tone::Plain:
        return kInk;
    case Tone::Good:
        return {0.04, 0.42, 0.23};
    case Tone::Caution:
        return {0.54, 0.32, 0};
    case Tone::Bad:
        return {0.70, 0.08, 0.10};
    }
    return kInk;
}

// Writes from top to bottom and begins a page when something does not fit.
class Pen {
  public:
    Pen(Canvas& canvas, const Document& document) : m_canvas(canvas), m_document(document) {
        beginPage();
    }

    void head() {
        m_canvas.text({kLeft, m_y}, record::cleanText(m_document.title),
                      {Font::Gothic, 16, kInk, true});
        m_y += 8;
        m_y += m_canvas.text({kLeft, m_y}, record::cleanText(m_document.subtitle), style(9, kPale))
                   .height +
               1.5;
        m_canvas.line({kLeft, m_y}, {kRight, m_y}, 0.5, kInk);
        m_y += 3;
        const Colour colour = colourOf(m_document.banner.tone);
        TextStyle words = style(12, colour, kRight - kLeft - 8);
        words.bold = true;
        const std::string banner = record::cleanText(m_document.banner.text);
        const double height = m_canvas.measure(banner, words).height + 4;
        m_canvas.frame({kLeft, m_y, kRight - kLeft, height}, 0.4, colour);
        m_canvas.text({kLeft + 4, m_y + 2}, banner, words);
        m_y += height + 3;
    }

    void section(const Section& section) {
        need(16);
        m_canvas.fill({kLeft, m_y, 1.1, 4.6}, {0.18, 0.29, 0.43});
        m_canvas.text({kLeft + 3, m_y}, record::cleanText(section.heading),
                      {Font::Gothic, 10.5, kInk, true});
        m_y += 6.2;
        for (const std::string& paragraph : section.paragraphs) {
            words(paragraph, style(8.5, kInk, kRight - kLeft), 1);
        }
        // In a brief section a number stands beside words, elsewhere words beside a name.
        const double label = section.brief ? (kRight - kLeft) * 0.6 : kLabel;
        for (const auto& [name, cell] : section.facts) {
            tableRow({{name}, cell}, {label, kRight - kLeft - label}, true);
        }
        if (!section.columns.empty()) {
            table(section);
        }
        for (const std::string& command : section.commands) {
            words(command, style(7, kInk, kRight - kLeft - 4), 0.6);
        }
        for (const Figure& figure : section.figures) {
            need(figure.height + 2);
            m_y += 2;
            figure.draw(m_canvas, {kLeft, m_y, kRight - kLeft, figure.height});
            m_y += figure.height;
        }
        m_y += 3;
    }

    void foot() {
        need(12);
        m_canvas.line({kLeft, m_y}, {kRight, m_y}, 0.2, kInk);
        m_y += 1;
        words(m_document.foot, style(7.5, kPale, kRight - kLeft), 0);
    }

  private:
    static TextStyle style(double points, Colour colour, double width = kRight - kLeft) {
        TextStyle result{Font::Gothic, points, colour};
        result.width = width;
        result.lineSpacing = 1.1;
        return result;
    }

    void beginPage() {
        m_y = kTop;
        ++m_page;
        if (m_document.demo) {
            m_canvas.frame({kRight - 32, 12, 32, 7.4}, 0.6, kRed);
            m_canvas.text({kRight - 16, 13}, record::cleanText(m_document.demoMark),
                          {Font::Gothic, 12, kRed, true, Align::Centre});
        }
        m_canvas.text({105, 287}, std::to_string(m_page),
                      {Font::Gothic, 8, kPale, false, Align::Centre});
        if (m_page > 1) {
            m_y += 9;
        }
    }

    void need(double height) {
        if (m_y + height > kBottom) {
            m_canvas.nextPage();
            beginPage();
        }
    }

    // A text taller than a page ends in "…"; it stands whole in the HTML report.
    std::string fitting(std::string text, const TextStyle& look) {
        constexpr double kTallest = kBottom - kTop - 14;
        constexpr std::string_view kMore = "…";
        while (m_canvas.measure(text, look).height > kTallest) {
            std::size_t end = std::min(text.size() * 4 / 5, text.size() - kMore.size() - 1);
            while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
                --end;
            }
            text = text.substr(0, end) + std::string(kMore);
        }
        return text;
    }

    void words(const std::string& text, const TextStyle& look, double gap) {
        const std::string clean = fitting(record::cleanText(text), look);
        need(m_canvas.measure(clean, look).height);
        m_y += m_canvas.text({kLeft, m_y}, clean, look).height + gap;
    }

    void tableRow(const std::vector<Cell>& cells, const std::vector<double>& widths,
                  bool labelled) {
        const auto look = [&](std::size_t i) {
            const Cell& cell = cells[i];
            const Colour colour = labelled && i == 0 ? kPale : colourOf(cell.tone);
            return style(cell.fixedWidth ? 6.8 : 8.5, colour, widths[i] - 2.4);
        };
        double height = 0;
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            texts.push_back(fitting(record::cleanText(cells[i].text), look(i)));
            height = std::max(height, m_canvas.measure(texts[i], look(i)).height);
        }
        need(height + 2);
        double x = kLeft;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            m_canvas.text({x + 1, m_y + 0.8}, texts[i], look(i));
            x += widths[i];
        }
        m_y += height + 1.8;
        m_canvas.line({kLeft, m_y}, {kRight, m_y}, 0.15, kRule);
    }

    void table(const Section& section) {
        std::vector<double> widths;
        std::vector<Cell> titles;
        for (std::size_t i = 0; i < section.columns.size(); ++i) {
            widths.push_back((kRight - kLeft) * section.widths[i]);
            titles.push_back({section.columns[i]});
        }
        tableRow(titles, widths, false);
        m_canvas.line({kLeft, m_y}, {kRight, m_y}, 0.35, kInk);
        for (const auto& row : section.rows) {
            tableRow(row, widths, false);
        }
    }

    Canvas& m_canvas;
    const Document& m_document;
    double m_y = kTop;
    int m_page = 0;
};

} // namespace

void writePdf(const std::filesystem::path& file, const Document& document) {
    Canvas canvas = Canvas::pdf(file, kA4);
    Pen pen(canvas, document);
    pen.head();
    for (const Section& section : document.sections) {
        pen.section(section);
    }
    pen.foot();
    canvas.finish();
}

} // namespace seihon::report
