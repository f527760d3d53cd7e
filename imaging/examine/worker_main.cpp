#include "imaging/examine/examine_page.h"
#include "imaging/examine/page_text.h"
#include "imaging/tiff.h"
#include "imaging/worker/worker_io.h"
#include "record/clean_text.h"
#include "record/page_image.h"

#include <exception>
#include <string_view>

namespace {

using seihon::record::canonical;
using seihon::record::toJson;

constexpr std::string_view kText = "--text=";

// "--text=90": the text of a page that is read turned so far to the right.
int answerText(const seihon::record::PageImage& page, std::string_view degrees) {
    const int turned = degrees == "90" ? 90 : degrees == "180" ? 180 : degrees == "270" ? 270 : 0;
    const auto text = seihon::imaging::examine::readPageText(page, turned);
    return seihon::imaging::worker::writeAnswer(canonical(toJson(text))) ? 0 : 1;
}

} // namespace

// seihon-examine-worker: one page, a TIFF that the station wrote, from standard input; its
// examination as JSON to standard output; ends. Large libraries look at the pixels here, so that
// their crash, hunger or endless loop is not the station's.
int main(int argc, char** argv) {
    namespace worker = seihon::imaging::worker;
    worker::confine({}); // the largest page twice, and the engines
    try {
        const seihon::record::PageImage page =
            seihon::imaging::decodeTiff(worker::readInput(seihon::record::kMaxPageBytes));
        if (argc == 2 && std::string_view(argv[1]).starts_with(kText)) {
            return answerText(page, std::string_view(argv[1]).substr(kText.size()));
        }
        const bool codesOnly = argc == 2 && std::string_view(argv[1]) == "--codes";
        const seihon::record::PageExamination examination =
            codesOnly ? seihon::imaging::examine::examineCodes(page)
                      : seihon::imaging::examine::examinePage(page);
        return worker::writeAnswer(seihon::record::canonical(seihon::record::toJson(examination)))
                   ? 0
                   : 1;
    } catch (const std::exception& error) {
        seihon::record::PageExamination failed;
        failed.failure = seihon::record::cleanText(error.what());
        return worker::writeAnswer(seihon::record::canonical(seihon::record::toJson(failed))) ? 0
                                                                                              : 1;
    }
}
