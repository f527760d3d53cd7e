#include "signing/crl_fetch.h"

#include <cstdint>
#include <cstdlib>

// What a web server says is a revocation list, and what a certificate says of addresses.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const seihon::record::Bytes bytes(data, size);
    const seihon::signing::Der list = seihon::signing::crlFromAnswer(bytes);
    if (!list.empty() && seihon::signing::crlFromAnswer(list) != list) {
        std::abort(); // what was taken once is taken as it stands
    }
    for (const std::string& url : seihon::signing::crlAddresses(bytes)) {
        if (url.size() < 8) {
            std::abort();
        }
    }
    return 0;
}
