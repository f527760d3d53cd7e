#include "imaging/examine/text_reader.h"

#include "record/fault.h"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <cmath>

namespace seihon::imaging::examine {

namespace {

const char* nameOf(TextReader::Model model) {
    switch (model) {
    case TextReader::Model::Orientation:
        return "osd";
    case TextReader::Model::Latin:
        return "eng";
    case TextReader::Model::Japanese:
        return "jpn";
    }
    return "";
}

} // namespace

TextReader::TextReader(Model model) : m_engine(std::make_unique<tesseract::TessBaseAPI>()) {
    const bool orientation = model == Model::Orientation;
    // Words of a dictionary are no help to read "2/4", and loading them takes time.
    if (m_engine->Init(nullptr, nameOf(model),
                       orientation ? tesseract::OEM_TESSERACT_ONLY : tesseract::OEM_LSTM_ONLY) !=
        0) {
        throw record::Fault(record::FaultKind::ConfigInvalid,
                            std::string("Tesseract's model \"") + nameOf(model) +
                                "\" is not installed (package tesseract-ocr-" + nameOf(model) +
                                ")");
    }
    m_engine->SetVariable("debug_file", "/dev/null");
    m_engine->SetPageSegMode(orientation ? tesseract::PSM_OSD_ONLY : tesseract::PSM_SINGLE_LINE);
}

TextReader::~TextReader() = default;

std::optional<record::PageOrientation> TextReader::orientationOf(const cv::Mat& grey, int dpi) {
    m_engine->SetImage(grey.data, grey.cols, grey.rows, 1, static_cast<int>(grey.step));
    m_engine->SetSourceResolution(dpi);
    int degrees = 0;
    float confidence = 0;
    float scriptConfidence = 0;
    const char* script = nullptr;
    const bool told =
        m_engine->DetectOrientationScript(&degrees, &confidence, &script, &scriptConfidence);
    m_engine->Clear();
    if (!told || !std::isfinite(confidence) || confidence <= 0) {
        return std::nullopt;
    }
    return record::PageOrientation{(degrees / 90) % 4,
                                   std::llround(1000.0 * static_cast<double>(confidence))};
}

TextReader::Line TextReader::read(const cv::Mat& grey, int dpi) {
    m_engine->SetImage(grey.data, grey.cols, grey.rows, 1, static_cast<int>(grey.step));
    m_engine->SetSourceResolution(dpi);
    const std::unique_ptr<char[]> text(m_engine->GetUTF8Text());
    Line line;
    if (text) {
        line.text = text.get();
        line.confidencePercent = m_engine->MeanTextConf();
    }
    m_engine->Clear();
    return line;
}

std::vector<TextReader::PlacedLine> TextReader::readPage(const cv::Mat& grey, int dpi) {
    m_engine->SetPageSegMode(tesseract::PSM_AUTO);
    m_engine->SetImage(grey.data, grey.cols, grey.rows, 1, static_cast<int>(grey.step));
    m_engine->SetSourceResolution(dpi);
    std::vector<PlacedLine> lines;
    if (m_engine->Recognize(nullptr) == 0) {
        const std::unique_ptr<tesseract::ResultIterator> walk(m_engine->GetIterator());
        for (bool more = walk != nullptr; more; more = walk->Next(tesseract::RIL_TEXTLINE)) {
            const std::unique_ptr<char[]> text(walk->GetUTF8Text(tesseract::RIL_TEXTLINE));
            int left = 0, top = 0, right = 0, bottom = 0;
            if (!text ||
                !walk->BoundingBox(tesseract::RIL_TEXTLINE, &left, &top, &right, &bottom)) {
                continue;
            }
            std::string words = text.get();
            words.erase(words.find_last_not_of(" \n") + 1);
            const float confidence = walk->Confidence(tesseract::RIL_TEXTLINE);
            lines.push_back(
                {{std::move(words), std::clamp<std::int64_t>(std::llround(confidence), 0, 100)},
                 cv::Rect(left, top, right - left, bottom - top)});
        }
    }
    m_engine->Clear();
    return lines;
}

std::string TextReader::version() {
    return std::string("tesseract ") + tesseract::TessBaseAPI::Version();
}

} // namespace seihon::imaging::examine
