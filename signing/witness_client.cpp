#include "signing/witness_client.h"

#include "signing/http.h"

#include <charconv>

namespace seihon::signing {

namespace {

constexpr std::size_t kWitnessAnswerBytes = 16u << 10;

// "N\n", in the one way that a number is written.
std::optional<std::uint64_t> sizeIn(const std::string& body) {
    std::uint64_t size = 0;
    const auto [stop, error] = std::from_chars(body.data(), body.data() + body.size(), size);
    const bool good = error == std::errc() && std::to_string(size) + "\n" == body;
    return good && stop == body.data() + body.size() - 1 ? std::optional(size) : std::nullopt;
}

} // namespace

std::optional<WitnessAnswer> askWitness(const config::WitnessService& witness,
                                        std::uint64_t oldSize,
                                        const std::vector<record::Digest>& proof,
                                        const std::string& note, std::string& why) {
    std::string body = "old " + std::to_string(oldSize) + "\n";
    for (const record::Digest& step : proof) {
        body += record::toBase64(record::Bytes(step.bytes)) + "\n";
    }
    body += "\n" + note;
    HttpRequest request;
    request.url = witness.url + "/add-checkpoint";
    request.body = record::bytesOf(body);
    request.headers = {"Content-Type: text/plain; charset=utf-8"};
    request.connectTimeout = request.timeout = witness.timeout;
    request.bytesLimit = kWitnessAnswerBytes;
    const HttpAnswer answer = exchange(request);
    if (!answer.trouble.empty() || answer.tooLarge) {
        why = answer.trouble;
        return std::nullopt;
    }
    const std::string text(answer.body.begin(), answer.body.end());
    WitnessAnswer given{answer.status, {}, std::nullopt};
    if (answer.status == 200) {
        given.lines = text;
    } else if (answer.status == 409) {
        given.size = sizeIn(text);
    }
    return given;
}

} // namespace seihon::signing
