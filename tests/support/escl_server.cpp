// A scanner on the network that speaks eSCL (Mopria eSCL Technical Specification 2.97), fed from a
// paper feeder's folder: the same sheets and the same events as through SANE. A process of its own,
// since some events take it down.
//   escl-server FOLDER PORT png|jpeg
#include "capture/paperfeed/unit.h"
#include "support/escl_images.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <httplib.h>
#include <pugixml.hpp>
#include <unistd.h>

namespace {

using namespace seihon::capture::paperfeed;
using seihon::support::PageBytes;

constexpr int kRegionUnitsPerInch = 300;
constexpr const char* kHead = R"(<?xml version="1.0" encoding="UTF-8"?>)";
constexpr const char* kSpaces =
    R"( xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm")";

std::string inputCaps(const std::string& format) {
    return R"(<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>3602</scan:MaxWidth>)"
           R"(<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>5102</scan:MaxHeight>)"
           R"(<scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles><scan:SettingProfile>)"
           R"(<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode>)"
           R"(<scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>)"
           R"(<pwg:DocumentFormat>)" +
           format + R"(</pwg:DocumentFormat><scan:DocumentFormatExt>)" + format +
           R"(</scan:DocumentFormatExt></scan:DocumentFormats><scan:SupportedResolutions>)"
           R"(<scan:DiscreteResolutions><scan:DiscreteResolution><scan:XResolution>100</scan:XResolution>)"
           R"(<scan:YResolution>100</scan:YResolution></scan:DiscreteResolution><scan:DiscreteResolution>)"
           R"(<scan:XResolution>300</scan:XResolution><scan:YResolution>300</scan:YResolution>)"
           R"(</scan:DiscreteResolution></scan:DiscreteResolutions></scan:SupportedResolutions>)"
           R"(</scan:SettingProfile></scan:SettingProfiles>)";
}

std::string capabilities(const std::string& format, const Identity& identity) {
    const std::string caps = inputCaps(format);
    return std::string(kHead) + "<scan:ScannerCapabilities" + kSpaces +
           "><pwg:Version>2.6</pwg:Version><pwg:MakeAndModel>" + identity.vendor + " " +
           identity.model + "</pwg:MakeAndModel><scan:Platen><scan:PlatenInputCaps>" + caps +
           "</scan:PlatenInputCaps></scan:Platen><scan:Adf><scan:AdfSimplexInputCaps>" + caps +
           "</scan:AdfSimplexInputCaps><scan:AdfDuplexInputCaps>" + caps +
           "</scan:AdfDuplexInputCaps><scan:FeederCapacity>50</scan:FeederCapacity></scan:Adf>"
           "</scan:ScannerCapabilities>";
}

struct Answer {
    int status = 200;
    std::string body;
    std::size_t announced = 0; // bytes that the header promises
};

class Scanner {
  public:
    Scanner(std::string folder, std::string format)
        : m_folder(std::move(folder)), m_format(std::move(format)) {}

    std::string capabilitiesXml() const {
        return capabilities("image/" + m_format, Tray(m_folder).identity("escl"));
    }

    std::string statusXml() const {
        const std::lock_guard lock(m_stateMutex);
        return std::string(kHead) + "<scan:ScannerStatus" + kSpaces +
               "><pwg:Version>2.6</pwg:Version><pwg:State>" + (m_unit ? "Processing" : "Idle") +
               "</pwg:State><scan:AdfState>" + m_adfState + "</scan:AdfState></scan:ScannerStatus>";
    }

    int startJob(const std::string& settings) {
        pugi::xml_document document;
        if (!document.load_string(settings.c_str())) {
            return 400;
        }
        auto unit = std::make_unique<Unit>(ConfiguredDevice{"escl", m_folder});
        const Status status = unit->occupy();
        if (status != Status::Good) {
            return status == Status::AccessDenied ? 401 : 503;
        }
        const pugi::xml_node root = document.document_element();
        const auto number = [&root](const char* path) {
            return root.select_node(path).node().text().as_int();
        };
        const auto text = [&root](const char* path) {
            return std::string(root.select_node(path).node().text().as_string());
        };
        const auto fixed = [&number](const char* path) {
            return static_cast<std::int32_t>(number(path) * 25.4 / kRegionUnitsPerInch * 65536.0);
        };
        unit->settings.dpi = number("//scan:XResolution");
        unit->settings.mode =
            static_cast<int>(text("//scan:ColorMode") == "RGB24" ? Mode::Colour : Mode::Grey);
        const bool duplex = text("//scan:Duplex") == "true";
        unit->settings.source =
            static_cast<int>(text("//pwg:InputSource") == "Platen" ? Source::Glass
                             : duplex                              ? Source::FeederDuplex
                                                                   : Source::Feeder);
        unit->settings.left = fixed("//pwg:XOffset");
        unit->settings.top = fixed("//pwg:YOffset");
        unit->settings.right = unit->settings.left + fixed("//pwg:Width");
        unit->settings.bottom = unit->settings.top + fixed("//pwg:Height");
        const std::lock_guard lock(m_stateMutex);
        m_adfState = "ScannerAdfLoaded";
        m_unit = std::move(unit);
        return 201;
    }

    Answer nextDocument() {
        std::shared_ptr<Unit> unit;
        {
            const std::lock_guard lock(m_stateMutex);
            unit = m_unit;
        }
        if (!unit || (static_cast<Source>(unit->settings.source) == Source::Glass && m_glassDone)) {
            m_glassDone = false;
            return {404, "", 0};
        }
        m_glassDone = true;
        const Status started = unit->start();
        if (started != Status::Good) {
            return refusal(started, unit->doubleFeedSensor());
        }
        const Shape shape = unit->shape();
        std::vector<std::uint8_t> rows;
        std::vector<std::uint8_t> buffer(1u << 18);
        std::size_t got = 0;
        Status status = Status::Good;
        while ((status = unit->read(buffer, got)) == Status::Good && got <= buffer.size()) {
            rows.insert(rows.end(), buffer.begin(),
                        buffer.begin() + static_cast<std::ptrdiff_t>(got));
            if (rows.size() > 64u << 20) {
                break; // endless: more than any page of the tests
            }
        }
        PageBytes page{shape.pixelsPerLine, 0, shape.mode == Mode::Colour ? 3 : 1, rows};
        page.height = static_cast<std::int64_t>(rows.size()) / shape.bytesPerLine;
        if (page.height == 0) {
            return refusal(status, false);
        }
        Answer answer;
        answer.body = m_format == "png" ? seihon::support::pngOf(page, unit->settings.dpi)
                                        : seihon::support::jpegOf(page, unit->settings.dpi);
        answer.announced = answer.body.size();
        if (status != Status::EndOfPage) {
            refusal(status, unit->doubleFeedSensor());
            answer.body.resize(answer.body.size() / 2); // the line breaks off
        }
        return answer;
    }

    void endJob() {
        const std::lock_guard lock(m_stateMutex);
        m_unit.reset();
        m_glassDone = false;
    }

  private:
    Answer refusal(Status status, bool doubleFeed) {
        const std::lock_guard lock(m_stateMutex);
        switch (status) {
        case Status::NoDocs:
            m_adfState = "ScannerAdfEmpty";
            m_unit.reset();
            return {404, "", 0};
        case Status::Jammed:
            m_adfState = doubleFeed ? "ScannerAdfMultipickDetected" : "ScannerAdfJam";
            return {409, "", 0};
        case Status::CoverOpen:
            m_adfState = "ScannerAdfDoorOpen";
            return {409, "", 0};
        case Status::DeviceBusy:
            return {503, "", 0};
        case Status::AccessDenied:
            return {401, "", 0};
        case Status::Good:
        case Status::Unsupported:
        case Status::Cancelled:
        case Status::Invalid:
        case Status::EndOfPage:
        case Status::IoError:
        case Status::NoMemory:
            break;
        }
        return {500, "", 0};
    }

    std::string m_folder;
    std::string m_format;
    mutable std::mutex m_stateMutex;
    std::string m_adfState = "ScannerAdfLoaded";
    std::shared_ptr<Unit> m_unit;
    bool m_glassDone = false;
};

void send(const Answer& answer, const std::string& type, httplib::Response& response) {
    response.status = answer.status;
    if (answer.announced == 0) {
        return;
    }
    const auto body = std::make_shared<const std::string>(answer.body);
    response.set_content_provider(
        answer.announced, type.c_str(),
        [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
            if (offset >= body->size()) {
                return false; // less than was announced: the connection ends
            }
            sink.write(body->data() + offset, std::min(length, body->size() - offset));
            return true;
        });
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "escl-server FOLDER PORT png|jpeg\n");
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    // The event `crash`: without a core file and without a word.
    std::signal(SIGABRT, [](int) { ::_exit(134); });
    const std::string format = argv[3];
    Scanner scanner(argv[1], format);
    httplib::Server server;
    server.Get("/eSCL/ScannerCapabilities", [&](const httplib::Request&, httplib::Response& out) {
        out.set_content(scanner.capabilitiesXml(), "text/xml");
    });
    server.Get("/eSCL/ScannerStatus", [&](const httplib::Request&, httplib::Response& out) {
        out.set_content(scanner.statusXml(), "text/xml");
    });
    server.Post("/eSCL/ScanJobs", [&](const httplib::Request& in, httplib::Response& out) {
        out.status = scanner.startJob(in.body);
        if (out.status == 201) {
            out.set_header("Location",
                           "http://127.0.0.1:" + std::string(argv[2]) + "/eSCL/ScanJobs/1");
        }
    });
    server.Get("/eSCL/ScanJobs/1/NextDocument",
               [&](const httplib::Request&, httplib::Response& out) {
                   send(scanner.nextDocument(), "image/" + format, out);
               });
    server.Delete("/eSCL/ScanJobs/1",
                  [&](const httplib::Request&, httplib::Response&) { scanner.endJob(); });
    return server.listen("127.0.0.1", std::atoi(argv[2])) ? 0 : 1;
}
