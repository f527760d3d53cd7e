#include "report/contact_sheet.h"

#include "record/clean_text.h"
#include "record/fault.h"
#include "report/canvas.h"
#include "report/record_words.h"

#include <algorithm>
#include <cmath>

namespace seihon::report {

namespace {

constexpr std::int64_t kContactDpi = 150;
constexpr double kMargin = 9, kGap = 5, kHeadHeight = 31, kCaptionHeight = 4.6;
constexpr double kNoteHeight = 3.3, kFootHeight = 8;
constexpr std::size_t kMostNotes = 4;
constexpr Colour kContactInk{0.13, 0.14, 0.17}, kContactPale{0.45, 0.47, 0.51},
    kContactRule{0.80, 0.81, 0.83};
constexpr Colour kDemoRed{0.78, 0.12, 0.12};

const char* say(record::Language language, const char* japanese, const char* english) {
    return language == record::Language::Japanese ? japanese : english;
}

Colour colourOf(record::Severity severity) {
    switch (severity) {
    case record::Severity::Refuse:
        return {0.80, 0.10, 0.12};
    case record::Severity::Warn:
        return {0.85, 0.47, 0.0};
    case record::Severity::Note:
        return {0.12, 0.40, 0.72};
    }
    return kContactInk;
}

struct Grid {
    int columns = 2;
    double cellWidth = 0, pictureHeight = 0, cellHeight = 0;
};

// As few columns as show all pages without much paging; all cells are alike.
Grid gridFor(const std::vector<ContactPage>& pages) {
    Grid grid;
    grid.columns = pages.size() <= 4 ? 2 : pages.size() <= 12 ? 3 : pages.size() <= 40 ? 4 : 6;
    grid.cellWidth = (kA4.width - 2 * kMargin - kGap * (grid.columns - 1)) / grid.columns;
    double tallest = 0;
    std::size_t notes = 1;
    for (const ContactPage& page : pages) {
        tallest =
            std::max(tallest, static_cast<double>(page.height) / static_cast<double>(page.width));
        notes = std::max(notes, std::min(page.findings.size() + 1, kMostNotes + 1));
    }
    grid.pictureHeight = grid.cellWidth * std::min(tallest, 1.7);
    // Every note may need two lines.
    grid.cellHeight = grid.pictureHeight + kCaptionHeight + 2 +
                      2 * kNoteHeight * static_cast<double>(notes) + kGap;
    return grid;
}

void drawHead(Canvas& canvas, const std::vector<ContactPage>& pages,
              const ContactSheetTexts& texts) {
    const record::Language language = texts.language;
    const std::string title = texts.title.empty() ? say(language, "ページ一覧", "Contact sheet")
                                                  : record::cleanText(texts.title);
    TextStyle heading{Font::Gothic, 15, kContactInk, true};
    heading.width = 80;
    heading.lines = 1;
    canvas.text({kMargin, 8}, title, heading);
    TextStyle house{Font::Gothic, 9, kContactPale, false, Align::Right};
    house.width = 76;
    house.lines = 1;
    canvas.text({kA4.width - kMargin, 8.5}, record::cleanText(texts.hospital), house);
    const bool sealed = texts.state == record::JobState::Sealed;
    std::string state(record::wordFor(texts.state, language));
    if (!sealed) {
        state += say(language, "　〔未確定〕", "  [not yet confirmed]");
    }
    canvas.text(
        {kA4.width - kMargin, 13.5}, state,
        {Font::Gothic, 10, sealed ? Colour{0.05, 0.45, 0.25} : kDemoRed, true, Align::Right});
    TextStyle line{Font::Gothic, 8, kContactInk};
    line.width = kA4.width - 2 * kMargin;
    line.lines = 1;
    const std::string none = say(language, "（まだありません）", "(none yet)");
    canvas.text({kMargin, 17},
                std::string(say(language, "ジョブ　", "Job  ")) + record::cleanText(texts.job) +
                    "　　" + std::to_string(pages.size()) + say(language, "ページ", " page(s)"),
                line);
    canvas.text({kMargin, 21},
                std::string(say(language, "記録　　", "Record  ")) +
                    (texts.record.empty() ? none : record::cleanText(texts.record)),
                line);
    line.colour = kContactPale;
    canvas.text({kMargin, 25}, record::cleanText(texts.remark), line);
    if (texts.demo) {
        canvas.frame({92, 8, 27, 6.4}, 0.4, kDemoRed);
        canvas.text({105.5, 8.9}, "DEMO 見本", {Font::Gothic, 10, kDemoRed, true, Align::Centre});
    }
    canvas.line({kMargin, kHeadHeight - 1}, {kA4.width - kMargin, kHeadHeight - 1}, 0.3,
                kContactInk);
}

// The finding's place, cut to the page: where a device or a file claims more, the box stays on the
// picture.
void boxFinding(Canvas& canvas, const ContactPage& page, const Box& picture,
                const record::Finding& finding, std::size_t number) {
    const double dpi = static_cast<double>(page.dpi);
    const double scale = picture.w / (static_cast<double>(page.width) / dpi * 25.4);
    const record::AreaMm& where = *finding.where;
    const double right = picture.x + picture.w, bottom = picture.y + picture.h;
    const double x0 =
        std::clamp(picture.x + static_cast<double>(where.x) * scale, picture.x, right);
    const double y0 =
        std::clamp(picture.y + static_cast<double>(where.y) * scale, picture.y, bottom);
    const double x1 =
        std::clamp(picture.x + static_cast<double>(where.x + where.w) * scale, x0, right);
    const double y1 =
        std::clamp(picture.y + static_cast<double>(where.y + where.h) * scale, y0, bottom);
    const Colour colour = colourOf(finding.severity);
    canvas.frame({x0, y0, std::max(x1 - x0, 0.8), std::max(y1 - y0, 0.8)}, 0.55, colour);
    const double tagX = std::clamp(x0, picture.x, right - 3.6);
    const double tagY = std::clamp(y0 - 3.6, picture.y, bottom - 3.6);
    canvas.fill({tagX, tagY, 3.6, 3.6}, colour);
    canvas.text({tagX + 1.8, tagY + 0.35}, std::to_string(number),
                {Font::Gothic, 7.5, {1, 1, 1}, true, Align::Centre});
}

void drawNotes(Canvas& canvas, const ContactPage& page, record::Language language,
               const Box& area) {
    double y = area.y;
    TextStyle note{Font::Gothic, 6.8, kContactInk};
    note.width = area.w - 4;
    note.lines = 2;
    if (page.findings.empty()) {
        note.colour = {0.05, 0.45, 0.25};
        canvas.text({area.x, y}, say(language, "指摘事項なし", "no findings"), note);
        return;
    }
    for (std::size_t i = 0; i < page.findings.size() && i < kMostNotes; ++i) {
        const record::Finding& finding = page.findings[i];
        note.colour = colourOf(finding.severity);
        canvas.text({area.x, y}, std::to_string(i + 1), note);
        y += canvas
                 .text({area.x + 3.4, y}, record::cleanText(record::sentenceOf(finding, language)),
                       note)
                 .height +
             0.5;
    }
    if (page.findings.size() > kMostNotes) {
        note.colour = kContactInk;
        const std::string rest = std::to_string(page.findings.size() - kMostNotes);
        canvas.text({area.x + 3.4, y},
                    say(language, "ほか", "and ") + rest + say(language, "件", " more"), note);
    }
}

void drawPage(Canvas& canvas, const ContactPage& page, record::Language language, Point at,
              const Grid& grid) {
    const double aspect = static_cast<double>(page.height) / static_cast<double>(page.width);
    double width = grid.cellWidth, height = width * aspect;
    if (height > grid.pictureHeight) {
        height = grid.pictureHeight;
        width = height / aspect;
    }
    const Box picture{at.x + (grid.cellWidth - width) / 2, at.y, width, height};
    canvas.fill({picture.x + 0.7, picture.y + 0.7, width, height}, {0.86, 0.87, 0.88});
    canvas.picture(picture, page.thumbnail);
    canvas.frame(picture, 0.2, kContactPale);
    for (std::size_t i = 0; i < page.findings.size(); ++i) {
        if (page.findings[i].where) {
            boxFinding(canvas, page, picture, page.findings[i], i + 1);
        }
    }
    if (page.mark == record::PageMark::Rejected) {
        canvas.line({picture.x, picture.y}, {picture.x + width, picture.y + height}, 0.6, kDemoRed);
        canvas.line({picture.x + width, picture.y}, {picture.x, picture.y + height}, 0.6, kDemoRed);
    }
    const double below = at.y + grid.pictureHeight + 1.6;
    const char* side = page.side == record::Side::Front ? say(language, "表", "front")
                                                        : say(language, "裏", "back");
    canvas.text({at.x, below}, std::to_string(page.number), {Font::Gothic, 9.5, kContactInk, true});
    std::string caption = say(language, "用紙", "sheet ") + std::to_string(page.sheet) + " " +
                          side + "　" + std::to_string(page.dpi) + " dpi";
    if (page.mark != record::PageMark::None) {
        caption += std::string("　") + Words(language, {}).of(page.mark);
    }
    TextStyle small{Font::Gothic, 7.2, kContactPale};
    small.width = grid.cellWidth - 8;
    small.lines = 1;
    canvas.text({at.x + 7.5, below + 0.7}, caption, small);
    canvas.line({at.x, below + kCaptionHeight}, {at.x + grid.cellWidth, below + kCaptionHeight},
                0.15, kContactRule);
    drawNotes(canvas, page, language,
              {at.x, below + kCaptionHeight + 0.8, grid.cellWidth, 2 * kNoteHeight});
}

void requireDrawable(const std::vector<ContactPage>& pages) {
    if (pages.empty() || pages.size() > kMaxContactPages) {
        throw record::Fault(record::FaultKind::Usage, "a contact sheet shows 1 to " +
                                                          std::to_string(kMaxContactPages) +
                                                          " pages");
    }
    for (const ContactPage& page : pages) {
        const record::PageImage& image = page.thumbnail;
        const bool pixels = image.width > 0 && image.height > 0 && image.bitsPerSample == 8 &&
                            (image.channels == 1 || image.channels == 3);
        if (!pixels || page.width < 1 || page.height < 1 || page.dpi < 1 ||
            page.width > record::kMaxPagePixelsPerSide ||
            page.height > record::kMaxPagePixelsPerSide) {
            throw record::Fault(record::FaultKind::Usage,
                                "page " + std::to_string(page.number) +
                                    " of a contact sheet has no usable picture");
        }
    }
}

} // namespace

record::PageImage contactSheet(const std::vector<ContactPage>& pages,
                               const ContactSheetTexts& texts) {
    requireDrawable(pages);
    const Grid grid = gridFor(pages);
    const std::size_t columns = static_cast<std::size_t>(grid.columns);
    const std::size_t rows = (pages.size() + columns - 1) / columns;
    const double height =
        kHeadHeight + 3 + static_cast<double>(rows) * grid.cellHeight + kFootHeight;
    Canvas canvas = Canvas::image({kA4.width, height}, static_cast<double>(kContactDpi));
    drawHead(canvas, pages, texts);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const double x = kMargin + static_cast<double>(i % columns) * (grid.cellWidth + kGap);
        const double y = kHeadHeight + 3 + static_cast<double>(i / columns) * grid.cellHeight;
        drawPage(canvas, pages[i], texts.language, {x, y}, grid);
    }
    canvas.text({kMargin, height - 6.5},
                say(texts.language, "縮小画像です。証拠となるのは封緘された記録の原寸画像です。",
                    "Reduced pictures. The evidence is the full-size images of the sealed record."),
                {Font::Gothic, 7, kContactPale});
    if (texts.demo) {
        canvas.text(
            {kA4.width - kMargin, height - 6.5},
            say(texts.language, "デモ用データ：証拠として使えません", "Demo data: not evidence"),
            {Font::Gothic, 7, kDemoRed, true, Align::Right});
    }
    return canvas.plainImage(kContactDpi);
}

} // namespace seihon::report
