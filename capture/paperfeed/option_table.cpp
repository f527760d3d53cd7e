#include "capture/paperfeed/option_table.h"

#include <array>

#include <sane/saneopts.h>

namespace seihon::capture::paperfeed {

namespace {

// The place in each list is the value of the enumeration.
constexpr std::array<SANE_String_Const, 5> kSources{"ADF", "ADF Duplex", "Flatbed", "Transparency",
                                                    nullptr};
constexpr std::array<SANE_String_Const, 4> kModes{"Color", "Gray", "Lineart", nullptr};
// As SANE's fujitsu driver words them, so that its device profile can be tried out.
constexpr std::array<SANE_String_Const, 4> kActions{"Default", "Continue", "Stop", nullptr};
constexpr std::array<SANE_String_Const, 5> kDifferences{"Default", "10mm", "15mm", "20mm", nullptr};
constexpr std::array<SANE_String_Const, 3> kCompressions{"None", "JPEG", nullptr};
constexpr SANE_Range kDpiRange{50, 600, 1};
// A3 with its margin, and the largest films (14 by 17 inches).
constexpr SANE_Range kWidthRange{0, SANE_FIX(365), 0};
constexpr SANE_Range kHeightRange{0, SANE_FIX(445), 0};
constexpr SANE_Range kPercentRange{0, SANE_FIX(100), 0};
constexpr SANE_Range kDotRange{0, 9, 1};
constexpr SANE_Range kCountRange{0, 9'999'999, 1};
constexpr SANE_Range kSpeedRange{0, 600, 1};

OptionRow choice(const char* name, const char* title, std::int32_t Settings::*number,
                 const SANE_String_Const* words) {
    return {name, title, OptionKind::Choice, SANE_TYPE_STRING, number, words};
}

OptionRow flag(const char* name, const char* title, std::int32_t Settings::*number) {
    return {name, title, OptionKind::Number, SANE_TYPE_BOOL, number};
}

OptionRow number(const char* name, const char* title, std::int32_t Settings::*member,
                 const SANE_Range* range) {
    return {name, title, OptionKind::Number, SANE_TYPE_INT, member, nullptr, range};
}

OptionRow length(const char* name, const char* title, std::int32_t Settings::*member,
                 const SANE_Range* range) {
    return {name, title, OptionKind::Length, SANE_TYPE_FIXED, member, nullptr, range};
}

OptionRow sensor(const char* name, const char* title, std::int64_t (*reading)(const Unit&)) {
    return {name, title, OptionKind::Sensor, SANE_TYPE_BOOL, nullptr, nullptr, nullptr, reading};
}

OptionRow place(const char* name, const char* title, std::int64_t (*reading)(const Unit&)) {
    return {name, title, OptionKind::Reading, SANE_TYPE_INT, nullptr, nullptr, nullptr, reading};
}

OptionRow who(const char* name, const char* title, std::string Identity::*identity) {
    return {name,    title,   OptionKind::Identity, SANE_TYPE_STRING, nullptr, nullptr, nullptr,
            nullptr, identity};
}

std::vector<OptionRow> makeRows() {
    using S = Settings;
    return {
        {"", "Number of options", OptionKind::Count, SANE_TYPE_INT},
        choice(SANE_NAME_SCAN_SOURCE, "Source", &S::source, kSources.data()),
        choice(SANE_NAME_SCAN_MODE, "Mode", &S::mode, kModes.data()),
        {SANE_NAME_BIT_DEPTH, "Bit depth", OptionKind::Depth, SANE_TYPE_INT, &S::depth},
        number(SANE_NAME_SCAN_RESOLUTION, "Resolution", &S::dpi, &kDpiRange),
        length("page-width", "Width of the paper", &S::pageWidth, &kWidthRange),
        length("page-height", "Height of the paper", &S::pageHeight, &kHeightRange),
        length(SANE_NAME_SCAN_TL_X, "Left edge", &S::left, &kWidthRange),
        length(SANE_NAME_SCAN_TL_Y, "Top edge", &S::top, &kHeightRange),
        length(SANE_NAME_SCAN_BR_X, "Right edge", &S::right, &kWidthRange),
        length(SANE_NAME_SCAN_BR_Y, "Bottom edge", &S::bottom, &kHeightRange),
        choice("df-action", "After a double feed", &S::doubleFeedAction, kActions.data()),
        flag("df-thickness", "Double feed by thickness", &S::thicknessSensor),
        flag("df-length", "Double feed by length", &S::lengthSensor),
        choice("df-diff", "Difference of length that counts", &S::lengthDifference,
               kDifferences.data()),
        {"swskip", "Throw pages away below", OptionKind::Percent, SANE_TYPE_FIXED, &S::skip,
         nullptr, &kPercentRange},
        flag("swcrop", "Cut to the sheet", &S::crop),
        flag("swdeskew", "Turn skewed pages", &S::deskew),
        number("swdespeck", "Remove dots up to", &S::despeck, &kDotRange),
        flag("hwdeskewcrop", "Cut and turn in the device", &S::hardwareCrop),
        choice("compression", "Compression", &S::compression, kCompressions.data()),
        flag("endorser", "Print on the paper", &S::endorser),
        number("endorser-val", "Next number to print", &S::endorserNumber, &kCountRange),
        {"endorser-string", "What to print", OptionKind::Text, SANE_TYPE_STRING},
        number("ppm", "Pages in a minute", &S::pagesPerMinute, &kSpeedRange),
        sensor("page-loaded", "Paper in the tray",
               [](const Unit& u) -> std::int64_t { return u.pageLoadedSensor() ? 1 : 0; }),
        sensor("cover-open", "Cover open",
               [](const Unit& u) -> std::int64_t { return u.coverOpenSensor() ? 1 : 0; }),
        sensor("double-feed", "Two sheets were pulled at once",
               [](const Unit& u) -> std::int64_t { return u.doubleFeedSensor() ? 1 : 0; }),
        place("sheet-x", "Left edge of the sheet", [](const Unit& u) { return u.sheetX(); }),
        place("sheet-y", "Top edge of the sheet", [](const Unit& u) { return u.side().sheetY; }),
        place("sheet-width", "Width of the sheet",
              [](const Unit& u) { return u.side().sheetWidth; }),
        place("sheet-height", "Height of the sheet",
              [](const Unit& u) { return u.side().sheetHeight; }),
        who("serial-number", "Serial number", &Identity::serial),
        who("firmware", "Firmware", &Identity::firmware),
    };
}

const std::vector<OptionRow>& rows() {
    static const std::vector<OptionRow> made = makeRows();
    return made;
}

} // namespace

int optionCount() {
    return static_cast<int>(rows().size());
}

const OptionRow* optionRow(int index) {
    const bool known = index >= 0 && index < optionCount();
    return known ? &rows()[static_cast<std::size_t>(index)] : nullptr;
}

} // namespace seihon::capture::paperfeed
