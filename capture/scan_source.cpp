#include "capture/scan_source.h"

#include "capture/batch.h"
#include "capture/worker_process.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace seihon::capture {

namespace fs = std::filesystem;

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Side;

namespace {

constexpr std::size_t kMaxFiles = 10'000;
constexpr std::size_t kMaxDevices = 256;

Json commandWord(const WorkerConfig& config, const char* verb) {
    const auto stall = std::chrono::duration_cast<std::chrono::milliseconds>(config.stall);
    Json profiles = Json::array();
    for (const record::DeviceProfile& profile : config.deviceProfiles) {
        profiles.push(record::toJson(profile));
    }
    return Json::object({{"verb", verb},
                         {"saneConfigDir", config.saneConfigDir.string()},
                         {"backendDir", config.backendDir.string()},
                         {"stallMilliseconds", std::int64_t{stall.count()}},
                         {"memoryLimitBytes", config.memoryLimitBytes},
                         {"deviceProfiles", profiles}});
}

// One batch of pages out of one worker.
class WorkerSource : public ScanSource {
  public:
    WorkerSource(const WorkerConfig& config, BatchOrder order, const Json& command)
        : m_batch(std::move(order)), m_process(config), m_sheetsAhead(config.sheetsAhead) {
        guarded([&] { m_process.send(FrameType::Command, command); });
    }

    // Until the device is open with the settings asked for.
    void awaitOpened() {
        guarded([this] {
            while (!m_batch.opened()) {
                step({});
            }
        });
    }

    std::int64_t sheetsLetGo() const override {
        return m_fault || m_batch.ended() ? m_batch.feedsBegun() : m_granted;
    }

    std::optional<CapturedPage> next(const ScanControl& control) override {
        // Whole sheets come first, whatever happened after them.
        if (std::optional<CapturedPage> page = m_batch.nextReady()) {
            return page;
        }
        if (m_fault) {
            throw Fault(*m_fault);
        }
        return guarded([&]() -> std::optional<CapturedPage> {
            while (!m_batch.ended()) {
                if (!m_stopping &&
                    (control.stop.stop_requested() || control.cancel.stop_requested())) {
                    interrupt(control); // before a sheet is let go that nobody wants any more
                }
                if (!m_stopping) {
                    grantSheets();
                }
                step(control);
                if (std::optional<CapturedPage> page = m_batch.nextReady()) {
                    return page;
                }
            }
            return std::nullopt;
        });
    }

    void follow(RowsSeen seen) override { m_batch.follow(std::move(seen)); }

  private:
    template <typename Action>
    auto guarded(Action action) -> decltype(action()) {
        try {
            return action();
        } catch (const Fault& fault) {
            // A worker that reported a fault still parks its scanner; any other is not waited for.
            if (fault.kind == FaultKind::WorkerDied || fault.kind == FaultKind::DeviceHung) {
                m_process.kill();
            }
            m_fault = withContext(fault);
            throw Fault(*m_fault);
        }
    }

    Fault withContext(const Fault& fault) const {
        std::map<std::string, std::string> context = m_batch.context();
        for (const auto& [key, value] : fault.context) {
            context[key] = value;
        }
        return Fault(fault.kind, fault.what(), std::move(context), fault.retryable);
    }

    void step(const ScanControl& control) {
        std::optional<FrameView> frame;
        // What was heard already is not listened for again.
        const ScanControl listened(m_stopping ? std::stop_token{} : control.stop,
                                   m_cancelled ? std::stop_token{} : control.cancel);
        switch (receive(frame, listened)) {
        case WorkerProcess::Outcome::Frame:
            return m_batch.takeView(*frame, record::readClock());
        case WorkerProcess::Outcome::StopRequested:
            return interrupt(control);
        case WorkerProcess::Outcome::Silent:
            m_process.kill();
            throwTrouble(FaultKind::DeviceHung, "no word from the device within the time allowed");
        case WorkerProcess::Outcome::Gone:
            throwTrouble(FaultKind::WorkerDied, "the scan worker died: " + m_process.ending());
        }
    }

    void interrupt(const ScanControl& control) {
        m_stopping = true;
        if (control.cancel.stop_requested()) {
            m_cancelled = true;
            m_process.send(FrameType::Cancel, Json(Json::Object()));
            return;
        }
        m_batch.expectEarlyEnd();
        m_process.send(FrameType::Stop, Json(Json::Object()));
    }

    // No sheet leaves the tray that nobody asked for: what is fed and not handed over is a lost
    // page.
    void grantSheets() {
        for (; m_granted < m_batch.feedInWork() + m_sheetsAhead; ++m_granted) {
            m_process.send(FrameType::Grant, Json(Json::Object()));
        }
    }

    WorkerProcess::Outcome receive(std::optional<FrameView>& frame, const ScanControl& control) {
        try {
            return m_process.receive(frame, control);
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::Malformed) {
                throw;
            }
            throw Fault(FaultKind::WorkerDied,
                        std::string("the scan worker cannot be believed: ") + fault.what());
        }
    }

    // After our own cancel a backend may fail in any way; what we asked for is what happened.
    [[noreturn]] void throwTrouble(FaultKind kind, const std::string& what) const {
        throw Fault(m_cancelled ? FaultKind::ScanCancelled : kind, what);
    }

    Batch m_batch;
    WorkerProcess m_process;
    std::int64_t m_sheetsAhead;
    std::int64_t m_granted = 0;
    bool m_stopping = false;
    bool m_cancelled = false;
    std::optional<Fault> m_fault;
};

bool isImageName(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    constexpr std::array known{".png", ".tif", ".tiff", ".jpg", ".jpeg"};
    return std::any_of(known.begin(), known.end(),
                       [&](const char* candidate) { return extension == candidate; });
}

std::vector<std::string> imageNames(const fs::path& folder) {
    std::vector<std::string> names;
    try {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            if (isImageName(entry.path()) && entry.is_regular_file()) {
                names.push_back(entry.path().filename().string());
            }
            if (names.size() > kMaxFiles) {
                throw Fault(FaultKind::Usage,
                            "more than " + std::to_string(kMaxFiles) + " images in one folder");
            }
        }
    } catch (const fs::filesystem_error& error) {
        throw Fault(FaultKind::NotFound, error.what(), {{"file", folder.string()}});
    }
    return names;
}

struct NamedSide {
    std::string base;
    std::optional<Side> side; // absent: a sheet of one side
    std::string name;
};

NamedSide sideOf(const std::string& name) {
    const fs::path stem = fs::path(name).stem();
    const std::string mark = stem.extension().string();
    if (mark == ".front" || mark == ".back") {
        return {stem.stem().string(), mark == ".front" ? Side::Front : Side::Back, name};
    }
    return {stem.string(), std::nullopt, name};
}

[[noreturn]] void refuseSheet(const std::string& name, const std::string& why) {
    throw Fault(FaultKind::PageIncomplete, name + ": " + why, {{"file", name}});
}

std::vector<BatchOrder::File> sheetsOf(const fs::path& folder) {
    std::vector<NamedSide> sides;
    for (const std::string& name : imageNames(folder)) {
        sides.push_back(sideOf(name));
    }
    std::sort(sides.begin(), sides.end(), [](const NamedSide& a, const NamedSide& b) {
        return std::tie(a.base, a.side, a.name) < std::tie(b.base, b.side, b.name);
    });
    std::vector<BatchOrder::File> files;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const NamedSide& side = sides[i];
        const std::int64_t feed = files.empty() ? 1 : files.back().feed + 1;
        if (!side.side) {
            files.push_back({side.name, feed, Side::Front, 1});
            continue;
        }
        if (*side.side == Side::Back) {
            refuseSheet(side.name, "a back side without its front");
        }
        const NamedSide* next = i + 1 < sides.size() ? &sides[i + 1] : nullptr;
        if (next != nullptr && next->base == side.base && next->side == Side::Front) {
            refuseSheet(next->name, "a second front side of the same sheet");
        }
        if (next == nullptr || next->base != side.base) {
            files.push_back({side.name, feed, Side::Front, 1});
            continue;
        }
        files.push_back({side.name, feed, Side::Front, 2});
        files.push_back({next->name, feed, Side::Back, 2});
        ++i;
    }
    return files;
}

std::unique_ptr<WorkerSource> openFiles(const WorkerConfig& config, const fs::path& folder,
                                        std::vector<BatchOrder::File> files) {
    Json list = Json::array();
    for (const BatchOrder::File& file : files) {
        list.push(Json::object({{"path", (folder / file.name).string()},
                                {"name", file.name},
                                {"feed", file.feed},
                                {"side", record::enumName(file.side)},
                                {"sides", file.sides}}));
    }
    Json command = commandWord(config, "decode");
    command.set("files", std::move(list));
    BatchOrder order;
    order.profile.source = record::PaperSource::Folder;
    order.device = "folder";
    order.files = std::move(files);
    return std::make_unique<WorkerSource>(config, std::move(order), command);
}

std::vector<DeviceSeen> devicesOf(const FrameView& frame) {
    if (frame.type == FrameType::Fault) {
        throw faultFromJson(frame.json());
    }
    if (frame.type != FrameType::Devices) {
        throw Fault(FaultKind::Malformed, "no list of devices");
    }
    std::vector<DeviceSeen> devices;
    const Json word = frame.json();
    const Json::Array& list = word.at("devices").asArray();
    if (list.size() > kMaxDevices) {
        throw Fault(FaultKind::Malformed, std::to_string(list.size()) + " devices");
    }
    for (const Json& device : list) {
        devices.push_back(deviceSeenFromJson(device));
    }
    return devices;
}

} // namespace

std::vector<DeviceSeen> lookAtDevices(const WorkerConfig& config) {
    WorkerProcess process(config);
    process.send(FrameType::Command, commandWord(config, "list"));
    const auto receive = [&process] {
        std::optional<FrameView> frame;
        const WorkerProcess::Outcome outcome = process.receive(frame, {});
        if (outcome == WorkerProcess::Outcome::Silent) {
            process.kill();
            throw Fault(FaultKind::DeviceHung, "looking for devices does not end");
        }
        if (!frame) {
            throw Fault(FaultKind::WorkerDied, "the scan worker died: " + process.ending());
        }
        return *frame;
    };
    try {
        if (receive().type != FrameType::Hello) {
            throw Fault(FaultKind::Malformed, "no hello");
        }
        return devicesOf(receive());
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed) {
            throw;
        }
        process.kill();
        throw Fault(FaultKind::WorkerDied,
                    std::string("the scan worker cannot be believed: ") + fault.what());
    }
}

std::vector<record::DeviceIdentity> listDevices(const WorkerConfig& config) {
    std::vector<record::DeviceIdentity> identities;
    for (DeviceSeen& seen : lookAtDevices(config)) {
        identities.push_back(std::move(seen.identity));
    }
    return identities;
}

std::unique_ptr<ScanSource> openScanner(const WorkerConfig& config, const std::string& device,
                                        const record::ScanProfile& profile) {
    if (profile.source == record::PaperSource::Folder) {
        throw Fault(FaultKind::Usage, "a scanner cannot scan a folder", {{"device", device}});
    }
    Json command = commandWord(config, "scan");
    command.set("device", device);
    command.set("profile", record::toJson(profile));
    auto source = std::make_unique<WorkerSource>(
        config, BatchOrder{profile, device, {}, config.deviceProfiles}, command);
    source->awaitOpened();
    return source;
}

std::unique_ptr<ScanSource> openFolder(const WorkerConfig& config, const fs::path& folder) {
    std::vector<BatchOrder::File> files = sheetsOf(folder);
    if (files.empty()) {
        throw Fault(FaultKind::FeederEmpty, "no image in " + folder.string(),
                    {{"device", "folder"}, {"file", folder.string()}});
    }
    return openFiles(config, fs::absolute(folder), std::move(files));
}

CapturedPage decodeFile(const WorkerConfig& config, const fs::path& file) {
    const fs::path path = fs::absolute(file);
    const auto source =
        openFiles(config, path.parent_path(), {{path.filename().string(), 1, Side::Front, 1}});
    std::optional<CapturedPage> page = source->next({});
    if (!page) {
        throw Fault(FaultKind::Internal, "an end without a page", {{"file", file.string()}});
    }
    return std::move(*page);
}

} // namespace seihon::capture
