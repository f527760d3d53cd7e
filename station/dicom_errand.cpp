#include "station/dicom_errand.h"

#include "ledger/durable_file.h"
#include "record/clean_text.h"
#include "record/fault.h"
#include "station/worker_apart.h"

namespace seihon::station {

namespace fs = std::filesystem;
using record::Fault;

namespace {

// Slower than this, a link is given up for this round.
constexpr std::int64_t kBytesInASecond = 256 << 10;
constexpr std::chrono::seconds kForStarting{20};

std::chrono::milliseconds patienceFor(const dicom_net::Request& request) {
    std::int64_t bytes = 0;
    for (const fs::path& file : request.files) {
        std::error_code gone;
        const auto size = fs::file_size(file, gone);
        bytes += gone ? 0 : static_cast<std::int64_t>(size);
    }
    return kForStarting + 4 * request.peer.timeout + request.commit.wait +
           std::chrono::seconds(bytes / kBytesInASecond);
}

dicom_net::Answer notReady(const std::string& why) {
    dicom_net::Answer answer;
    answer.end = dicom_net::TalkEnd::NotReady;
    answer.why = record::cleanText("the DICOM worker " + why);
    answer.transient = true;
    return answer;
}

} // namespace

dicom_net::Peer peerOf(const Home& home, const config::DicomService& service) {
    dicom_net::Peer peer{service.host, service.port, service.calledAe, service.callingAe,
                         service.timeout};
    if (service.tls) {
        peer.tls = dicom_net::TlsFiles{home.below(service.tls->authorityFile),
                                       home.below(service.tls->certificateFile),
                                       home.below(service.tls->keyFile), service.tls->serverName};
    }
    return peer;
}

dicom_net::Answer runErrandApart(const dicom_net::Request& request) {
    try {
        const ApartAnswer answer =
            answerApart({programBeside("seihon-dicom-worker"),
                         {},
                         patienceFor(request),
                         dicom_net::kAnswerBytes},
                        record::bytesOf(record::canonical(dicom_net::toJson(request))));
        return answer.failure.empty() ? dicom_net::answerFromJson(record::parseJson(
                                            answer.text, {.bytes = dicom_net::kAnswerBytes}))
                                      : notReady(answer.failure);
    } catch (const Fault& fault) {
        return notReady(std::string("failed: ") + fault.what());
    }
}

config::Deliveries readDeliveries(const Home& home) {
    const fs::path file = home.root / "deliveries.toml";
    if (fs::symlink_status(file).type() == fs::file_type::not_found) {
        return {};
    }
    const auto bytes = ledger::readWhole(file, kConfigFileBytes);
    return config::parseDeliveries({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                   file.filename().string());
}

} // namespace seihon::station
