#pragma once

#include "signing/certificate.h"
#include "signing/record_files.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace seihon::signing {

struct CrlFetchOptions {
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds timeout{30'000}; // for one list, however slowly it drips
    std::size_t bytesLimit = std::size_t{16} << 20;
    // The newest list of each address is kept here as a file; empty: nowhere.
    std::filesystem::path cache;
    // Asked before each address; false leaves it alone for now. Empty: all may be asked.
    std::function<bool(const std::string& url)> mayAsk;
};

struct CrlQuestion {
    std::vector<Der> certificates; // whose revocation is asked about
    std::vector<Der> issuers;      // who may have issued them: asked about where one did
};

// What came of one address.
struct CrlAnswer {
    std::string url;
    bool newer = false;  // a list came that is newer than the one kept before
    std::string trouble; // not empty: no list that can be used came; why
};

struct CrlFetch {
    std::vector<Der> lists; // that came or were kept, one for each address
    std::vector<CrlAnswer> answers;
};

// The http and https addresses of a certificate's CRL distribution points (RFC 5280 §4.2.1.13), in
// order.
std::vector<std::string> crlAddresses(record::Bytes certificate);

// One list from the bytes of an answer: DER, or PEM with nothing but this list. Empty when it is
// neither.
Der crlFromAnswer(record::Bytes answer);

// Asks the distribution points of each certificate whose issuer is among the others, and of these
// issuers. Only lists that the issuer's key signed and that speak about the certificate are taken,
// and never one that is older than what is kept. Troubles are answers, as a list that did not come
// is no broken world. Faults: StorageFailed (the cache).
CrlFetch fetchCrls(const CrlQuestion& question, const CrlFetchOptions& options);

// The certificates in the token of a timestamp service's reply (RFC 3161 §2.4.2), trusted or not:
// so that the lists about them can be asked for. Empty when there is no token that can be read.
std::vector<Der> certificatesOfReply(record::Bytes reply);

// The certificates in a record's seal and in the timestamps and evidence records over it, likewise.
std::vector<Der> certificatesOfRecord(const RecordFiles& record);

// The lists kept by fetchCrls. What is not a list is left out: it could prove nothing anyway, as
// each list is judged by its signature wherever it is used.
std::vector<Der> keptCrls(const std::filesystem::path& cache);

} // namespace seihon::signing
