#include "imaging/examine/examine_page.h"
#include "imaging/tiff.h"
#include "imaging/worker/worker_io.h"
#include "record/clean_text.h"
#include "record/page_image.h"

#include <exception>
#include <string_view>

// seihon-examine-worker: one page, a TIFF that the station wrote, from standard input; its
// examination as JSON to standard output; ends. Large libraries look at the pixels here, so that
// their crash, hunger or endless loop is not the station's.
int main(int argc, char** argv) {
    namespace worker = seihon::imaging::worker;
    worker::confine({}); // the largest page twice, and the engines
    try {
        const seihon::record::PageImage page =
            seihon::imaging::decodeTiff(worker::readInput(seihon::record::kMaxPageBytes));
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
