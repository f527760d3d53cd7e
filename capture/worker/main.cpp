// The scan worker: one process for one batch. It may hang, crash or be killed; the station loses
// one sheet by it.
#include "capture/worker/confine.h"
#include "capture/worker/decode_batch.h"
#include "capture/worker/scan_batch.h"
#include "capture/worker/settings.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>

#include <unistd.h>

namespace {

using namespace seihon;
using capture::FrameType;
using record::Json;

// Lets the station interrupt the device. The end waits for an interruption that is under way.
class Interruptible {
  public:
    Interruptible(capture::Inbox& inbox, capture::SaneDevice& device) : m_inbox(inbox) {
        m_inbox.interruptWith([&device] { device.cancel(); });
    }
    ~Interruptible() { m_inbox.interruptWith(nullptr); }
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;

  private:
    capture::Inbox& m_inbox;
};

// After every batch and after every error, or the next sane_start of anybody fails.
class CancelAtEnd {
  public:
    explicit CancelAtEnd(capture::SaneDevice& device) : m_device(device) {}
    ~CancelAtEnd() { m_device.cancel(); }
    CancelAtEnd(const CancelAtEnd&) = delete;
    CancelAtEnd& operator=(const CancelAtEnd&) = delete;

  private:
    capture::SaneDevice& m_device;
};

std::vector<record::DeviceProfile> profilesOf(const Json& command) {
    std::vector<record::DeviceProfile> profiles;
    for (const Json& profile : command.at("deviceProfiles").asArray()) {
        profiles.push_back(record::deviceProfileFromJson(profile));
    }
    return profiles;
}

record::DeviceProfile profileOf(const std::vector<record::DeviceProfile>& profiles,
                                const record::DeviceIdentity& identity) {
    const record::DeviceProfile* found = record::findProfile(profiles, identity);
    return found != nullptr ? *found : record::DeviceProfile{};
}

void list(const Json& command, const capture::SaneSession& session, capture::Outbox& outbox) {
    const std::vector<record::DeviceProfile> profiles = profilesOf(command);
    Json devices = Json::array();
    for (const record::DeviceIdentity& identity : session.devices()) {
        capture::DeviceSeen seen;
        seen.identity = identity;
        const record::DeviceProfile profile = profileOf(profiles, identity);
        try {
            const capture::SaneDevice device(identity.name);
            capture::readIdentity(device, seen.identity);
            seen.options = device.optionNames();
            seen.opened = true;
        } catch (const record::Fault& fault) {
            // In use or switched off: it is listed with what SANE says of it unopened.
            std::fprintf(stderr, "%s\n", fault.what());
        }
        capture::takeSerialFromName(profile, seen.identity);
        devices.push(capture::toJson(seen));
    }
    outbox.send(FrameType::Devices, Json::object({{"devices", devices}}));
}

record::DeviceIdentity identityOf(const capture::SaneSession& session,
                                  const capture::SaneDevice& device) {
    record::DeviceIdentity identity;
    const std::vector<record::DeviceIdentity> known = session.devices();
    const auto found = std::find_if(known.begin(), known.end(), [&device](const auto& candidate) {
        return candidate.name == device.name();
    });
    if (found != known.end()) {
        identity = *found;
    }
    identity.name = device.name();
    capture::readIdentity(device, identity);
    return identity;
}

void scan(const Json& command, const capture::SaneSession& session,
          capture::ScanBatch::Channels channels) {
    capture::SaneDevice device(command.at("device").asString());
    const record::ScanProfile profile = record::scanProfileFromJson(command.at("profile"));
    record::DeviceIdentity identity = identityOf(session, device);
    const record::DeviceProfile known = profileOf(profilesOf(command), identity);
    capture::takeSerialFromName(known, identity);
    capture::OpenedWord opened = capture::applyProfile(device, profile, known);
    opened.device = std::move(identity);
    channels.outbox.send(FrameType::Opened, capture::toJson(opened));
    const CancelAtEnd cancelAtEnd(device);
    capture::ScanBatch batch(device, opened.delivered, channels,
                             std::chrono::milliseconds(command.at("stallMilliseconds").asInt()));
    try {
        // Only while scanning: a cancel from the listener beside our own one has hung backends.
        const Interruptible interruptible(channels.inbox, device);
        batch.run();
    } catch (const record::Fault& fault) {
        // Told before the device is cancelled and closed, which may take long or never end.
        channels.outbox.send(FrameType::Fault, capture::toJson(fault));
    }
}

void obey(const Json& command, capture::Inbox& inbox, capture::Outbox& outbox) {
    capture::limitMemory(command.at("memoryLimitBytes").asInt());
    inbox.startListening();
    outbox.send(FrameType::Hello, Json::object({{"version", int{capture::kWireVersion}}}));
    const std::string verb = command.at("verb").asString();
    if (verb == "decode") {
        return capture::decodeFiles(command.at("files"), inbox, outbox);
    }
    const capture::SaneSession session(command.at("saneConfigDir").asString(),
                                       command.at("backendDir").asString());
    if (verb == "list") {
        return list(command, session, outbox);
    }
    if (verb == "scan") {
        return scan(command, session, {inbox, outbox});
    }
    throw record::Fault(record::FaultKind::Malformed, "unknown verb " + verb);
}

int run(capture::Inbox& inbox, capture::Outbox& outbox) {
    const auto report = [&outbox](const record::Fault& fault) {
        outbox.send(FrameType::Fault, capture::toJson(fault));
        return 3;
    };
    try {
        try {
            obey(inbox.awaitCommand(), inbox, outbox);
            return 0;
        } catch (const record::Fault& fault) {
            return report(fault);
        } catch (const std::bad_alloc&) {
            return report({record::FaultKind::DeviceFailed, "the memory limit is reached"});
        }
    } catch (const capture::StationGone&) {
        return 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "scan worker: %s\n", error.what());
        return 1;
    }
}

} // namespace

int main() {
    capture::confineProcess();
    // Static, as the listening thread outlives this function's frame; _exit, as it never ends by
    // itself.
    static capture::Inbox inbox(STDIN_FILENO);
    static capture::Outbox outbox(capture::kFrameDescriptor);
    ::_exit(run(inbox, outbox));
}
