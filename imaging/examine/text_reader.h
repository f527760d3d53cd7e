#pragma once

#include "record/page_examination.h"

#include <opencv2/core.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

// Private to imaging/examine.
namespace tesseract {
class TessBaseAPI;
}

namespace seihon::imaging::examine {

// One Tesseract of one model. Not to be shared between threads.
class TextReader {
  public:
    enum class Model { Orientation, Latin, Japanese };
    // Faults: ConfigInvalid when the model's file is not installed.
    explicit TextReader(Model model);
    ~TextReader();
    TextReader(const TextReader&) = delete; // owns the engine
    TextReader& operator=(const TextReader&) = delete;

    // Of a whole page; empty when there is too little writing. Needs the orientation model.
    std::optional<record::PageOrientation> orientationOf(const cv::Mat& grey, int dpi);

    struct Line {
        std::string text; // UTF-8
        std::int64_t confidencePercent = 0;
    };
    // What one line says.
    Line read(const cv::Mat& grey, int dpi);
    struct PlacedLine {
        Line line;
        cv::Rect where;
    };
    // What the lines of a whole upright page say.
    std::vector<PlacedLine> readPage(const cv::Mat& grey, int dpi);

    static std::string version();

  private:
    std::unique_ptr<tesseract::TessBaseAPI> m_engine;
};

} // namespace seihon::imaging::examine
