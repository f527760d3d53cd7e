#pragma once

#include "record/bundle.h"
#include "signing/bundle.h"
#include "signing/trust.h"

#include <string>
#include <vector>

// Private to station: the texts of an auditor's bundle.
namespace seihon::station {

struct BundlePage {
    const record::BundleNote& note;
    const std::vector<signing::BundledRecord>& records; // as they were verified in the bundle
    const signing::Trust& trust;
    std::uint64_t replayed = 0, differences = 0;
    std::chrono::minutes utcOffset{};
};

// index.html in Japanese and English: no script, nothing loaded, every foreign text escaped. Names
// no patient, whatever the bundle holds.
std::string bundlePageHtml(const BundlePage& page);

// verify.sh: the same with sha256sum and openssl alone.
std::string_view bundleVerifyScript();

} // namespace seihon::station
