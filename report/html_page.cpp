#include "record/clean_text.h"
#include "record/digest.h"
#include "report/canvas.h"
#include "report/document.h"
#include "report/png.h"

namespace seihon::report {

namespace {

// Prints on A4; names stand isolated, so that a right-to-left one moves nothing beside it.
constexpr std::string_view kStyle = R"css(
@page { size: A4; margin: 14mm 13mm; }
* { box-sizing: border-box; }
body { font: 10pt/1.5 "IPAexGothic", "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic", sans-serif;
  color: #1d2026; max-width: 186mm; margin: 8mm auto; padding: 0 4mm; overflow-wrap: anywhere; }
h1 { font-size: 17pt; margin: 0; line-height: 1.25; }
h2 { font-size: 11pt; margin: 5mm 0 1.5mm; padding-left: 2.2mm;
  border-left: 1.1mm solid #2f4a6d; }
header { border-bottom: .5mm solid #1d2026; padding-bottom: 2.5mm; }
.subtitle { color: #5b6068; margin: .5mm 0 0; }
.demo { float: right; border: .6mm solid #c41e1e; color: #c41e1e; font-weight: bold;
  font-size: 13pt; padding: .4mm 3mm; margin-left: 4mm; }
.banner { margin: 4mm 0; padding: 2.2mm 4mm; border-radius: 1.2mm; border: .3mm solid;
  font-size: 12pt; font-weight: bold; -webkit-print-color-adjust: exact;
  print-color-adjust: exact; }
.plain { color: #1d2026; } .good { color: #0b6b3a; } .caution { color: #8a5200; }
.bad { color: #b3141b; }
.banner.good { background: #eaf6ef; } .banner.caution { background: #fdf4e3; }
.banner.bad { background: #fdecec; }
dl { display: grid; grid-template-columns: 36mm 1fr; margin: 0; border-top: .2mm solid #d5d8dc; }
dt, dd { margin: 0; padding: .8mm 2mm; border-bottom: .2mm solid #d5d8dc; unicode-bidi: isolate; }
dt { color: #5b6068; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th { text-align: left; color: #5b6068; font-weight: normal; border-bottom: .35mm solid #1d2026;
  padding: .6mm 1.5mm; }
td { vertical-align: top; border-bottom: .2mm solid #d5d8dc; padding: .8mm 1.5mm;
  unicode-bidi: isolate; }
code, pre { font-family: "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 7.6pt; }
pre { background: #f3f4f6; padding: 2mm 3mm; margin: 1.5mm 0; white-space: pre-wrap;
  overflow-wrap: anywhere; break-inside: avoid; }
p { margin: 1mm 0; }
footer { margin-top: 6mm; padding-top: 1.5mm; border-top: .2mm solid #1d2026; color: #5b6068;
  font-size: 8pt; }
)css";

std::string_view nameOf(Tone tone) {
    switch (tone) {
    case Tone::Plain:
        return "plain";
    case Tone::Good:
        return "good";
    case Tone::Caution:
        return "caution";
    case Tone::Bad:
        return "bad";
    }
    return "plain";
}

std::string withBreaks(std::string_view text) {
    std::string html;
    for (const char c : record::escapeHtml(text)) {
        html += c == '\n' ? std::string("<br>") : std::string(1, c);
    }
    return html;
}

std::string element(std::string_view name, std::string_view text) {
    return "<" + std::string(name) + ">" + withBreaks(text) + "</" + std::string(name) + ">";
}

std::string cellHtml(std::string_view name, const Cell& cell) {
    std::string html = "<" + std::string(name);
    if (cell.tone != Tone::Plain) {
        html += " class=\"" + std::string(nameOf(cell.tone)) + "\"";
    }
    html += ">";
    html += cell.fixedWidth ? element("code", cell.text) : withBreaks(cell.text);
    return html + "</" + std::string(name) + ">";
}

void addTable(std::string& html, const Section& section) {
    html += "<table><thead><tr>";
    for (const std::string& column : section.columns) {
        html += element("th", column);
    }
    html += "</tr></thead><tbody>\n";
    for (const auto& row : section.rows) {
        html += "<tr>";
        for (const Cell& cell : row) {
            html += cellHtml("td", cell);
        }
        html += "</tr>\n";
    }
    html += "</tbody></table>\n";
}

// The numbers stand in the tables beside it: the picture is for the eye alone.
void addFigure(std::string& html, const Figure& figure, const std::string& heading) {
    constexpr double kFigureWidth = 178, kFigureDpi = 200;
    Canvas canvas = Canvas::image({kFigureWidth, figure.height}, kFigureDpi);
    figure.draw(canvas, {0, 0, kFigureWidth, figure.height});
    html += "<p><img style=\"width:100%\" alt=\"" + record::escapeHtml(heading) +
            "\" src=\"data:image/png;base64," +
            record::toBase64(encodePng(canvas.plainImage(static_cast<std::int64_t>(kFigureDpi)))) +
            "\"></p>\n";
}

void addSection(std::string& html, const Section& section) {
    html += "<section>" + element("h2", section.heading) + "\n";
    for (const std::string& paragraph : section.paragraphs) {
        html += element("p", paragraph) + "\n";
    }
    if (!section.facts.empty()) {
        html += "<dl>\n";
        for (const auto& [name, cell] : section.facts) {
            html += element("dt", name) + cellHtml("dd", cell) + "\n";
        }
        html += "</dl>\n";
    }
    if (!section.columns.empty()) {
        addTable(html, section);
    }
    if (!section.commands.empty()) {
        html += "<pre>";
        for (const std::string& command : section.commands) {
            html += record::escapeHtml(command) + "\n";
        }
        html += "</pre>\n";
    }
    for (const Figure& figure : section.figures) {
        addFigure(html, figure, section.heading);
    }
    html += "</section>\n";
}

} // namespace

std::string htmlOf(const Document& document) {
    const bool japanese = document.language == record::Language::Japanese;
    std::string html = "<!DOCTYPE html>\n<html lang=\"" + std::string(japanese ? "ja" : "en") +
                       "\">\n<head>\n<meta charset=\"utf-8\">\n"
                       // Even a mistake in escaping must not load or run anything.
                       "<meta http-equiv=\"Content-Security-Policy\" "
                       "content=\"default-src 'none'; style-src 'unsafe-inline'; "
                       "img-src data:\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width\">\n" +
                       element("title", document.title + " " + document.subtitle) + "\n<style>" +
                       std::string(kStyle) + "</style>\n</head>\n<body>\n<header>";
    if (document.demo) {
        html += "<div class=\"demo\">" + record::escapeHtml(document.demoMark) + "</div>";
    }
    html += element("h1", document.title) + "<p class=\"subtitle\">" +
            withBreaks(document.subtitle) + "</p></header>\n<div class=\"banner " +
            std::string(nameOf(document.banner.tone)) + "\">" + withBreaks(document.banner.text) +
            "</div>\n";
    for (const Section& section : document.sections) {
        addSection(html, section);
    }
    return html + element("footer", document.foot) + "\n</body>\n</html>\n";
}

} // namespace seihon::report
