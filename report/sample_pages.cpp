#include "report/sample_pages.h"

#include "record/fault.h"
#include "report/ink.h"
#include "report/paper.h"
#include "report/sample_sheets.h"

#include <array>
#include <cstdio>

namespace seihon::report {

namespace {

constexpr std::int64_t kSampleDpi = 300;
constexpr int kMostSheets = 2000;
constexpr int kMostPagesAtOnce = 64;

using DrawSheet = void (*)(Canvas&, const SampleCase&, const SheetSpec&);

SamplePage page(const SampleCase& c, const SheetSpec& spec, DrawSheet draw) {
    Canvas canvas = Canvas::image(kA4, static_cast<double>(kSampleDpi));
    Dice dice(spec.seed);
    // No printer and no feeder is perfectly straight.
    canvas.turned({kA4.width / 2, kA4.height / 2}, dice.between(-0.12, 0.12), [&] {
        draw(canvas, c, spec);
        drawFurniture(canvas, spec);
    });
    const auto tone = [&](int middle) {
        return static_cast<std::uint8_t>(middle + dice.whole(-1, 1));
    };
    const Paper paper{tone(246), tone(244), tone(238), 1.5, dice.next()};
    return {{}, scanOf(canvas, paper, kSampleDpi)};
}

std::string nameOf(int sheet, record::Side side) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%04d.%s", sheet,
                  side == record::Side::Front ? "front" : "back");
    return text.data();
}

std::uint64_t seedOf(std::uint32_t letter, int page) {
    return (std::uint64_t{letter} << 20) + static_cast<std::uint64_t>(page);
}

} // namespace

void drawFurniture(Canvas& canvas, const SheetSpec& spec) {
    constexpr Colour kMark{0.62, 0.25, 0.24};
    canvas.frame({176, 6.5, 24, 5.6}, 0.25, kMark);
    canvas.text({188, 7.25}, "DEMO 見本", {Font::Gothic, 9, kMark, false, Align::Centre});
    canvas.text({105, 285.5}, std::to_string(spec.number) + " / " + std::to_string(spec.total),
                {Font::Mincho, 9, kToner, false, Align::Centre});
}

void drawRunningHead(Canvas& canvas, const SampleCase& c, const std::string& title) {
    canvas.text({18, 15}, title, {Font::Gothic, 13, kToner, true});
    canvas.text({192, 14.4},
                "患者氏名　" + c.patientName + "　様（" + c.sex + "・" + c.age + "歳）",
                {Font::Mincho, 9.5, kToner, false, Align::Right});
    canvas.text({192, 19.2}, c.fromHouse + "　ID " + c.patientId,
                {Font::Mincho, 7.5, kToner, false, Align::Right});
    canvas.line({18, 24}, {192, 24}, 0.4, kToner);
}

std::vector<SamplePage> referralLetter(std::uint32_t seed, std::chrono::year_month_day received) {
    const SampleCase c = sampleCase(seed, received);
    constexpr std::array<DrawSheet, 4> sheets{drawLetterForm, drawContinuation, drawLaboratory,
                                              drawEcg};
    std::vector<SamplePage> pages;
    for (const DrawSheet draw : sheets) {
        const int number = static_cast<int>(pages.size()) + 1;
        pages.push_back(
            page(c, {number, static_cast<int>(sheets.size()), seedOf(seed, number)}, draw));
        pages.back().name = nameOf(number, record::Side::Front);
    }
    return pages;
}

SamplePage letterPage(const LetterSheets& letter, int sheet, record::Side side) {
    const bool back = side == record::Side::Back;
    if (letter.sheets < 1 || letter.sheets > kMostSheets || sheet < 1 || sheet > letter.sheets ||
        (back && !letter.duplex)) {
        throw record::Fault(record::FaultKind::Usage, "the letter has no such sheet or side");
    }
    const int sides = letter.duplex ? 2 : 1;
    const int number = (sheet - 1) * sides + (back ? 2 : 1);
    constexpr std::array<DrawSheet, 5> kinds{drawLetterForm, drawContinuation, drawLaboratory,
                                             drawProgressNotes, drawEcg};
    const auto kind = static_cast<std::size_t>(number - 1) % kinds.size();
    // Every round through the kinds is about another patient.
    const int round = (number - 1) / static_cast<int>(kinds.size());
    const SampleCase c =
        sampleCase(letter.seed * 977u + static_cast<std::uint32_t>(round), letter.received);
    SamplePage result = page(
        c, {number, letter.sheets * sides, seedOf(letter.seed ^ 0x5EEDu, number)}, kinds[kind]);
    result.name = nameOf(sheet, side);
    return result;
}

std::vector<SamplePage> letterSheets(std::uint32_t seed, int sheets, bool duplex) {
    const LetterSheets letter{seed, sheets, duplex, kSampleReceived};
    if (sheets < 1 || sheets * (duplex ? 2 : 1) > kMostPagesAtOnce) {
        throw record::Fault(record::FaultKind::Usage,
                            "1 to " + std::to_string(kMostPagesAtOnce) +
                                " pages are drawn at once; letterPage draws them singly");
    }
    std::vector<SamplePage> pages;
    for (int sheet = 1; sheet <= sheets; ++sheet) {
        pages.push_back(letterPage(letter, sheet, record::Side::Front));
        if (duplex) {
            pages.push_back(letterPage(letter, sheet, record::Side::Back));
        }
    }
    return pages;
}

} // namespace seihon::report
