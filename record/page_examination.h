#pragma once

#include "record/geometry.h"
#include "record/json.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::record {

// How the writing stands on the page: so many quarter turns clockwise from upright, 0–3.
struct PageOrientation {
    int quarterTurns = 0;
    std::int64_t confidenceMilli =
        0; // Tesseract's own scale, thousandths; above 3,500 it was right
    friend bool operator==(const PageOrientation&, const PageOrientation&) = default;
};

// A page number in the header or footer: "2/4", "(2/4)", "- 2 -", "2頁".
struct PrintedNumber {
    std::int64_t number = 0;
    std::optional<std::int64_t> total; // the 4 of "2/4"
    std::int64_t confidencePercent = 0;
    AreaMm where; // on the page as scanned
    friend bool operator==(const PrintedNumber&, const PrintedNumber&) = default;
};

// A bar code or QR code. Its text may name a patient: it is kept apart from the rest.
struct Barcode {
    std::string symbology; // "QR-Code", "CODE-128", "Codabar" …
    std::string text;      // cleaned (clean_text.h), at most kMaxBarcodeBytes
    bool textCut = false;  // it was longer
    int quarterTurns = 0;  // clockwise from upright, 0–3
    AreaMm where;
    friend bool operator==(const Barcode&, const Barcode&) = default;
};

inline constexpr std::size_t kMaxBarcodeBytes = 4096;
inline constexpr std::size_t kMaxBarcodesOfPage = 32;

// What the slow looks found on a page. What could not be told is absent, never guessed.
struct PageExamination {
    std::string engine;  // programs and versions that looked
    std::string failure; // not empty: the look did not come to its end, the rest is empty
    std::optional<PageOrientation> orientation;
    std::optional<PrintedNumber> pageNumber;
    std::vector<Barcode> barcodes;
    friend bool operator==(const PageExamination&, const PageExamination&) = default;
};

// {"engine","failure","orientation","pageNumber","barcodes":[{"symbology","quarterTurns","where",
// "textCut","text"}]}
Json toJson(const PageExamination& examination);
PageExamination pageExaminationFromJson(const Json& json);

// The same without the texts of bar codes, and these alone: an entry's public and private facts
// [F16]. Reading back needs the public part; without the private one (deleted by law) texts are
// empty.
Json publicJson(const PageExamination& examination);
Json privateJson(const PageExamination& examination); // null when there are none
PageExamination pageExaminationFromParts(const Json& publicPart, const Json& privatePart);

} // namespace seihon::record
