#pragma once

#include "record/digest.h"
#include "record/instant.h"
#include "record/page_image.h"
#include "record/page_text.h"
#include "record/sentences.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace seihon::documents {

// One side of the record, in the order in which it is read.
struct ViewingPage {
    std::int64_t number = 0;
    std::int64_t width = 0, height = 0; // of the master, as scanned
    std::int64_t dpiX = 0, dpiY = 0;
    int channels = 3, bitsPerSample = 8;
    int turned = 0;               // degrees to the right, as a person said that it is read
    record::Digest pixelDigest{}; // of the master, as the record says
    record::PageText text{};      // may be empty
};

// A copy of a sealed record for eyes: derived, told to be so on every page, never the original.
struct ViewingCopy {
    std::string recordId;
    record::Digest manifestDigest;
    std::string className; // of the document, for its title; no patient stands in the file's facts
    std::string hospital;
    bool demo = false;
    record::Language language = record::Language::Japanese;
    record::Instant madeAt{};
    std::chrono::minutes utcOffset{};
    std::optional<int> jpegQuality; // none: every pixel as in the master
    int pdfaPart = 2;               // or 1, as IHE XDS-SD asks for; then no page of 16 bits
    bool withText = false;          // a program's reading lies invisibly over the image
    std::vector<ViewingPage> pages;
};

inline constexpr int kLeastJpegQuality = 50;
inline constexpr int kMostJpegQuality = 100;

// The master's pixels of one page; asked for while the file is written, so that one page at a time
// is in memory.
using PixelsOf = std::function<record::PageImage(const ViewingPage&)>;

// Writes a PDF/A-2b (ISO 19005-2), or a PDF/A-1b (ISO 19005-1): one page a side, the image at its
// true size, below it a line that says what this is; synced. Line art is never made a JPEG. The
// file must not be there yet. The same copy gives the same bytes. Faults: Usage (no page; a page
// that such a PDF cannot hold), StorageFailed, those of `pixelsOf`.
void writeViewingCopy(const std::filesystem::path& file, const ViewingCopy& copy,
                      const PixelsOf& pixelsOf);

// Is a page kept as a JPEG in this copy?
bool isLossy(const ViewingCopy& copy, const ViewingPage& page);
// "Viewing copy: referral letter" in the copy's language; and what it is, in one sentence.
std::string titleOf(const ViewingCopy& copy);
std::string descriptionOf(const ViewingCopy& copy);
// "urn:uuid:… sha-256:…": the record that it was made from.
std::string sourceOf(const ViewingCopy& copy);

} // namespace seihon::documents
