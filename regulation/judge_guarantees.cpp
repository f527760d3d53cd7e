#include "regulation/findings.h"
#include "regulation/judge.h"

#include <algorithm>

namespace seihon::regulation {

using record::FindingId;
using record::Severity;

record::Verdict judgeGuarantees(const record::DeviceProfile& profile,
                                const record::DeviceIdentity& device,
                                std::span<const std::string> options) {
    record::Verdict verdict;
    const auto warn = [&verdict](FindingId id) {
        verdict.add(makeFinding(id, Severity::Warn));
    };
    const auto has = [&options](const std::string& name) {
        return std::find(options.begin(), options.end(), name) != options.end();
    };
    const bool detects = std::any_of(
        profile.options.begin(), profile.options.end(), [&has](const record::DriverOption& option) {
            return option.purpose == record::OptionPurpose::DoubleFeed && has(option.name);
        });
    if (!detects) {
        warn(FindingId::DoubleFeedNotDetected);
    } else if (!profile.tellsDoubleFeed) {
        verdict.add(note(FindingId::DoubleFeedLooksLikeJam));
    }
    if (device.serial.empty()) {
        warn(FindingId::SerialNumberUnknown);
    }
    if (device.firmware.empty()) {
        warn(FindingId::FirmwareUnknown);
    }
    if (profile.wireFormat == record::WireFormat::Unknown) {
        warn(FindingId::WireFormatUnknown);
    }
    if (profile.fillsUp) {
        verdict.add(note(FindingId::ShortPagesFilledUp));
    }
    return verdict;
}

} // namespace seihon::regulation
