#pragma once

// Private to documents: one HTTP exchange with limits, to one server that the settings name.

#include "record/digest.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::documents {

struct WebService {
    std::string base; // https://host/fhir, or http:// where that was said
    std::filesystem::path
        authorityFile; // who may have signed its certificate; no other list counts
    std::filesystem::path certificateFile, keyFile; // ours; empty: none
    std::string token;                              // for "Authorization: Bearer"; empty: none
    std::chrono::milliseconds timeout{30'000};
};

struct WebRequest {
    std::string method; // GET or PUT
    std::string path;   // below the base
    std::string accept;
    std::string contentType; // of the body
    std::string_view body;
    std::size_t bytesLimit = 1 << 20; // of the answer
};

struct WebAnswer {
    long status = 0;
    std::string type, body;
    std::string trouble;    // not empty: no whole answer came, and why
    bool untrusted = false; // likewise: its certificate is not one to believe
};

// Follows no redirect and asks no proxy: patients' documents go to one place.
WebAnswer webExchange(const WebService& service, const WebRequest& request);

} // namespace seihon::documents
