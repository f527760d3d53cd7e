#include "station-cli/verify/arguments.h"

#include "record/fault.h"

#include <cstdlib>
#include <string_view>

namespace seihon::station_cli {

namespace {

[[noreturn]] void usage(const std::string& what) {
    throw record::Fault(record::FaultKind::Usage, what, {{"reason", what}});
}

record::Language languageOf(const std::string& name) {
    if (name == "ja") {
        return record::Language::Japanese;
    }
    if (name != "en") {
        usage("--lang is ja or en");
    }
    return record::Language::English;
}

// The terminal's language, as setlocale would find it, without needing the locale to be installed.
record::Language languageOfTerminal() {
    for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* const value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return std::string_view(value).starts_with("ja") ? record::Language::Japanese
                                                             : record::Language::English;
        }
    }
    return record::Language::English;
}

record::Instant timeOf(const std::string& text) {
    try {
        return record::parseInstant(text);
    } catch (const record::Fault&) {
        usage("--at needs an ISO 8601 time with offset");
    }
}

} // namespace

VerifyArguments parseVerifyArguments(const std::vector<std::string>& words) {
    VerifyArguments arguments;
    arguments.language = languageOfTerminal();
    bool onlyPaths = false;
    const bool ofProof = !words.empty() && words.front() == "proof";
    const bool ofBundle = !words.empty() && words.front() == "bundle";
    std::filesystem::path& subject = ofProof    ? arguments.proof
                                     : ofBundle ? arguments.bundle
                                                : arguments.record;
    const char* const name = ofProof ? "PROOF" : ofBundle ? "FOLDER" : "PATH";
    for (std::size_t i = ofProof || ofBundle ? 1 : 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        const auto value = [&]() -> const std::string& {
            if (i + 1 == words.size()) {
                usage(word + " needs a value");
            }
            return words[++i];
        };
        if (!onlyPaths && word == "--") {
            onlyPaths = true;
        } else if (!onlyPaths && word == "--trust") {
            arguments.trust = value();
        } else if (!onlyPaths && word == "--at") {
            arguments.at = timeOf(value());
        } else if (!onlyPaths && word == "--report" && !ofProof && !ofBundle) {
            arguments.report = value();
        } else if (!onlyPaths && word == "--record" && ofProof) {
            arguments.record = value();
        } else if (!onlyPaths && word == "--lang") {
            arguments.language = languageOf(value());
        } else if (!onlyPaths && word == "--json") {
            arguments.json = true;
        } else if (!onlyPaths && (word == "--help" || word == "-h")) {
            arguments.help = true;
            return arguments;
        } else if (!onlyPaths && word.starts_with("-") && word != "-") {
            usage("unknown option " + word);
        } else if (!subject.empty()) {
            usage(std::string("more than one ") + name);
        } else {
            subject = word;
        }
    }
    if (subject.empty()) {
        usage(std::string(name) + " is missing");
    }
    if (arguments.trust.empty() && !ofBundle) {
        usage("--trust is missing: nothing is believed by default");
    }
    return arguments;
}

} // namespace seihon::station_cli
