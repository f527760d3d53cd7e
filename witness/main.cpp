#include "record/fault.h"
#include "record/sentences.h"
#include "witness/http_server.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace {

using namespace seihon;

constexpr int kDone = 0, kUsage = 2, kFault = 3;

int init(const std::string& folder, const config::WitnessConfig& config) {
    witness::makeWitness(folder, config);
    const witness::Witness made(folder);
    // What the stations' trust.toml needs.
    std::cout << "[[witness]]\nname = \"" << config.name << "\"\ned25519_base64 = \""
              << made.publicKey() << "\"\n";
    return kDone;
}

int show(const std::string& folder) {
    for (const witness::SeenLog& log : witness::Witness(folder).seen()) {
        std::cout << log.origin << "  " << log.size << "  " << (log.size > 0 ? log.root.hex() : "–")
                  << "\n";
    }
    return kDone;
}

int serve(const std::string& folder) {
    ::sigset_t ends;
    ::sigemptyset(&ends);
    ::sigaddset(&ends, SIGTERM);
    ::sigaddset(&ends, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &ends, nullptr); // before the server's thread begins
    ::signal(SIGPIPE, SIG_IGN);
    witness::Witness seer(folder);
    const witness::HttpServer server(seer);
    std::cout << "http://" << seer.config().listen << ":" << server.port() << std::endl;
    int which = 0;
    ::sigwait(&ends, &which);
    return kDone;
}

record::Language language() {
    const char* const lang = std::getenv("LANG");
    return lang != nullptr && std::string_view(lang).starts_with("ja") ? record::Language::Japanese
                                                                       : record::Language::English;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Watches over the logs of Seihon stations (C2SP tlog-witness)", "seihon-witness"};
    app.require_subcommand(1);
    std::string folder;
    config::WitnessConfig config;
    config.listen = "127.0.0.1";
    config.port = 8765;
    CLI::App* const makes = app.add_subcommand("init", "make a folder with a key");
    makes->add_option("--name", config.name, "such as witness.example/w1")->required();
    makes->add_option("--listen", config.listen, "IPv4 address")->capture_default_str();
    makes->add_option("--port", config.port, "0: any that is free")->capture_default_str();
    CLI::App* const serves = app.add_subcommand("serve", "answer until SIGTERM");
    CLI::App* const shows = app.add_subcommand("show", "the last checkpoint of each log");
    for (CLI::App* const verb : {makes, serves, shows}) {
        verb->add_option("folder", folder, "the witness's folder")->required();
    }
    try {
        app.parse(argc, argv);
        return makes->parsed()    ? init(folder, config)
               : serves->parsed() ? serve(folder)
                                  : show(folder);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kDone : kUsage;
    } catch (const record::Fault& fault) {
        const record::FaultText text = record::textOf(fault, language());
        std::cerr << "seihon-witness: " << fault.what() << "\n"
                  << text.what << "\n"
                  << text.todo << "\n";
        return fault.kind == record::FaultKind::Usage ? kUsage : kFault;
    }
}
