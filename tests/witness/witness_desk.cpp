#include "tests/witness/witness_desk.h"

#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/station_key.h"

#include <fstream>

namespace seihon::witness {

namespace fs = std::filesystem;
using record::Digest;

TestLog::TestLog(fs::path keyFile, std::string leafWord)
    : key(std::move(keyFile)), word(std::move(leafWord)) {
}

std::vector<Digest> TestLog::leaves(std::uint64_t size) const {
    std::vector<Digest> all;
    for (std::uint64_t i = 0; i < size; ++i) {
        all.push_back(record::merkleLeaf(record::bytesOf(word + std::to_string(i))));
    }
    return all;
}

std::string TestLog::note(std::uint64_t size) const {
    return signing::signCheckpoint(key, origin, size, record::merkleRoot(leaves(size)));
}

AddCheckpoint TestLog::request(std::uint64_t oldSize, std::uint64_t size) const {
    AddCheckpoint request{oldSize, {}, note(size)};
    if (oldSize > 0 && oldSize < size) {
        request.proof = record::consistencyProof(leaves(size), oldSize);
    }
    return request;
}

WitnessDesk::WitnessDesk() {
    std::string pattern = (fs::temp_directory_path() / "seihon-witness-XXXXXX").string();
    m_root = ::mkdtemp(pattern.data());
    const std::string key = signing::makeStationKey(logKey());
    config::WitnessConfig config;
    config.name = kName;
    config.listen = "127.0.0.1";
    makeWitness(folder(), config);
    std::ofstream(folder() / "witness.toml", std::ios::app)
        << "[[log]]\norigin = \"station-1\"\ned25519_base64 = \"" << key << "\"\n";
}

WitnessDesk::~WitnessDesk() {
    std::error_code ignored;
    fs::remove_all(m_root, ignored);
}

} // namespace seihon::witness
