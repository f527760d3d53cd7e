#include "imaging/pdf/pdf_signatures.h"
#include "imaging/worker/worker_io.h"

#include <exception>

// seihon-pdf-worker: one document as it came from outside, from standard input; what its signatures
// claim as JSON to standard output; ends. A hostile file may crash, hang or starve this process and
// nothing else.
int main() {
    namespace worker = seihon::imaging::worker;
    worker::confine({.memoryBytes = 2ull << 30, .cpuSeconds = 30});
    try {
        const auto file = worker::readInput(seihon::record::kReceivedBytes);
        const auto reading = seihon::imaging::pdf::readSignatures(file);
        return worker::writeAnswer(seihon::record::canonical(seihon::record::toJson(reading))) ? 0
                                                                                               : 1;
    } catch (const std::exception&) {
        return 2; // the station says that nothing could be read
    }
}
