#include "capture/worker/option_words.h"

#include <algorithm>

namespace seihon::capture {

using record::PaperSource;

namespace {

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

} // namespace

std::optional<std::string> spelling(const OptionInfo& info,
                                    std::initializer_list<const char*> candidates) {
    for (const char* candidate : candidates) {
        for (const std::string& word : info.words) {
            if (lowered(word) == lowered(candidate)) {
                return word;
            }
        }
    }
    return std::nullopt;
}

std::initializer_list<const char*> wordsFor(PaperSource source) {
    static constexpr std::initializer_list<const char*> simplex{
        "ADF",
        "Automatic Document Feeder",
        "ADF Front",
        "ADF Simplex",
        "Feeder",
        "Automatic Document Feeder(left aligned)",
        "Automatic Document Feeder(centrally aligned)"};
    static constexpr std::initializer_list<const char*> duplex{
        "ADF Duplex", "Duplex", "Automatic Document Feeder Duplex",
        "Automatic Document Feeder(left aligned,Duplex)",
        "Automatic Document Feeder(centrally aligned,Duplex)"};
    static constexpr std::initializer_list<const char*> glass{"Flatbed", "Document Table",
                                                              "Normal"};
    static constexpr std::initializer_list<const char*> through{
        "Transparency", "Transparency Unit", "Transparency Adapter",
        "TPU8x10",      "Positive Film",     "Film"};
    switch (source) {
    case PaperSource::FeederSimplex:
        return simplex;
    case PaperSource::FeederDuplex:
        return duplex;
    case PaperSource::Flatbed:
        return glass;
    case PaperSource::Transparency:
        return through;
    case PaperSource::Folder:
        break;
    }
    return {};
}

std::initializer_list<const char*> wordsFor(record::ColourMode mode) {
    static constexpr std::initializer_list<const char*> colour{"Color", "Colour", "24bit Color",
                                                               "24 bit Color", "RGB"};
    static constexpr std::initializer_list<const char*> grey{"Gray", "Grey", "Grayscale",
                                                             "True Gray", "8bit Gray"};
    static constexpr std::initializer_list<const char*> lineArt{
        "Lineart", "Line Art",   "Black & White", "Black and White",
        "Binary",  "Monochrome", "black & white"};
    switch (mode) {
    case record::ColourMode::Colour:
        return colour;
    case record::ColourMode::Grey:
        return grey;
    case record::ColourMode::LineArt:
        return lineArt;
    }
    return {};
}

} // namespace seihon::capture
