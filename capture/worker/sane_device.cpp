#include "capture/worker/sane_device.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <sane/sane.h>

namespace seihon::capture {

using record::Fault;
using record::FaultKind;

namespace {

constexpr SANE_Int kMaxOptions = 2000;
constexpr SANE_Int kMaxValueBytes = 64 << 10;
constexpr std::size_t kMaxDevices = 200;

SaneOutcome outcomeOf(SANE_Status status) {
    switch (status) {
    case SANE_STATUS_GOOD:
        return SaneOutcome::Good;
    case SANE_STATUS_EOF:
        return SaneOutcome::EndOfPage;
    case SANE_STATUS_NO_DOCS:
        return SaneOutcome::NoDocs;
    case SANE_STATUS_JAMMED:
        return SaneOutcome::Jammed;
    case SANE_STATUS_COVER_OPEN:
        return SaneOutcome::CoverOpen;
    case SANE_STATUS_CANCELLED:
        return SaneOutcome::Cancelled;
    case SANE_STATUS_DEVICE_BUSY:
        return SaneOutcome::Busy;
    case SANE_STATUS_ACCESS_DENIED:
        return SaneOutcome::Denied;
    case SANE_STATUS_INVAL:
        return SaneOutcome::Invalid;
    case SANE_STATUS_UNSUPPORTED:
    case SANE_STATUS_IO_ERROR:
    case SANE_STATUS_NO_MEM:
        break;
    }
    return SaneOutcome::Failed;
}

SaneResult resultOf(SANE_Status status) {
    return {outcomeOf(status), ::sane_strstatus(status)};
}

std::string textOrEmpty(const char* text) {
    return text != nullptr ? text : "";
}

OptionType typeOf(SANE_Value_Type type) {
    switch (type) {
    case SANE_TYPE_BOOL:
        return OptionType::Flag;
    case SANE_TYPE_INT:
        return OptionType::Number;
    case SANE_TYPE_FIXED:
        return OptionType::Fixed;
    case SANE_TYPE_STRING:
        return OptionType::Text;
    case SANE_TYPE_BUTTON:
    case SANE_TYPE_GROUP:
        break;
    }
    return OptionType::Other;
}

OptionInfo infoOf(const SANE_Option_Descriptor& descriptor, int index) {
    OptionInfo info;
    info.index = index;
    info.type = typeOf(descriptor.type);
    info.active = SANE_OPTION_IS_ACTIVE(descriptor.cap);
    info.settable = SANE_OPTION_IS_SETTABLE(descriptor.cap);
    info.readable = (descriptor.cap & SANE_CAP_SOFT_DETECT) != 0;
    info.pixels = descriptor.unit == SANE_UNIT_PIXEL;
    if (descriptor.size < 0 || descriptor.size > kMaxValueBytes) {
        info.type = OptionType::Other;
    } else {
        info.bytes = static_cast<std::size_t>(descriptor.size);
    }
    if (descriptor.constraint_type == SANE_CONSTRAINT_STRING_LIST &&
        descriptor.constraint.string_list != nullptr) {
        for (const SANE_String_Const* word = descriptor.constraint.string_list; *word != nullptr;
             ++word) {
            info.words.emplace_back(*word);
        }
    }
    return info;
}

// SANE Standard 4.3.4: INVAL from sane_open means that there is no such device. IO_ERROR comes from
// the network drivers when nobody answers; nothing has been fed yet.
FaultKind kindOfOpening(SANE_Status status) {
    if (status == SANE_STATUS_INVAL || status == SANE_STATUS_IO_ERROR) {
        return FaultKind::DeviceAbsent;
    }
    if (status == SANE_STATUS_DEVICE_BUSY) {
        return FaultKind::DeviceBusy;
    }
    return status == SANE_STATUS_ACCESS_DENIED ? FaultKind::DeviceDenied : FaultKind::DeviceFailed;
}

// Zeroed and of the descriptor's size: the net backend writes that much whatever the text's length.
std::vector<SANE_Word> bufferFor(const OptionInfo& info) {
    return std::vector<SANE_Word>(info.bytes / sizeof(SANE_Word) + 2, 0);
}

} // namespace

SaneSession::SaneSession(const std::string& configDir, const std::string& backendDir) {
    // dll.c asks the environment; a trailing ':' would add the system's folders.
    ::setenv("SANE_CONFIG_DIR", configDir.c_str(), 1);
    if (!backendDir.empty()) {
        ::setenv("LD_LIBRARY_PATH", backendDir.c_str(), 1);
    }
    const SANE_Status status = ::sane_init(nullptr, nullptr);
    if (status != SANE_STATUS_GOOD) {
        throw Fault(FaultKind::DeviceFailed,
                    std::string("SANE does not start: ") + ::sane_strstatus(status));
    }
}

SaneSession::~SaneSession() {
    ::sane_exit();
}

std::vector<record::DeviceIdentity> SaneSession::devices() const {
    const SANE_Device** list = nullptr;
    const SANE_Status status = ::sane_get_devices(&list, SANE_FALSE);
    if (status != SANE_STATUS_GOOD || list == nullptr) {
        throw Fault(FaultKind::DeviceFailed,
                    std::string("SANE lists no devices: ") + ::sane_strstatus(status));
    }
    std::vector<record::DeviceIdentity> devices;
    for (; *list != nullptr && devices.size() < kMaxDevices; ++list) {
        devices.push_back({textOrEmpty((*list)->name), textOrEmpty((*list)->vendor),
                           textOrEmpty((*list)->model), "", ""});
    }
    return devices;
}

SaneDevice::SaneDevice(std::string name) : m_name(std::move(name)) {
    const SANE_Status status = ::sane_open(m_name.c_str(), &m_handle);
    if (status != SANE_STATUS_GOOD) {
        const bool busy = status == SANE_STATUS_DEVICE_BUSY;
        throw Fault(kindOfOpening(status),
                    "cannot open " + m_name + ": " + ::sane_strstatus(status), {}, busy);
    }
    reloadOptions();
}

SaneDevice::~SaneDevice() {
    ::sane_close(m_handle);
}

// Fetching descriptor 0 first is what makes the net backend ask its server anew.
void SaneDevice::reloadOptions() {
    m_options.clear();
    ::sane_get_option_descriptor(m_handle, 0);
    SANE_Int count = 0;
    SANE_Int changes = 0;
    if (::sane_control_option(m_handle, 0, SANE_ACTION_GET_VALUE, &count, &changes) !=
        SANE_STATUS_GOOD) {
        throw Fault(FaultKind::DeviceFailed, m_name + " does not tell its options");
    }
    for (SANE_Int index = 1; index < std::min(count, kMaxOptions); ++index) {
        const SANE_Option_Descriptor* descriptor = ::sane_get_option_descriptor(m_handle, index);
        if (descriptor != nullptr && descriptor->name != nullptr && *descriptor->name != '\0') {
            m_options.emplace(descriptor->name, infoOf(*descriptor, index));
        }
    }
}

std::vector<std::string> SaneDevice::optionNames() const {
    std::vector<std::string> names;
    for (const auto& [name, info] : m_options) {
        if (info.active || info.settable) { // else the driver knows it, but this device has it not
            names.push_back(name);
        }
    }
    return names;
}

const OptionInfo* SaneDevice::find(std::string_view option) const {
    const auto found = m_options.find(option);
    return found != m_options.end() && found->second.active ? &found->second : nullptr;
}

std::optional<OptionValue> SaneDevice::read(std::string_view option) const {
    const OptionInfo* info = find(option);
    if (info == nullptr || info->type == OptionType::Other || !info->readable) {
        return std::nullopt;
    }
    std::vector<SANE_Word> buffer = bufferFor(*info);
    SANE_Int changes = 0;
    if (::sane_control_option(m_handle, info->index, SANE_ACTION_GET_VALUE, buffer.data(),
                              &changes) != SANE_STATUS_GOOD) {
        return std::nullopt;
    }
    if (info->type == OptionType::Text) {
        return std::string(reinterpret_cast<const char*>(buffer.data()));
    }
    if (info->type == OptionType::Flag) {
        return buffer[0] != SANE_FALSE;
    }
    return std::int32_t{buffer[0]};
}

bool SaneDevice::write(std::string_view option, const OptionValue& value) {
    const OptionInfo* info = find(option);
    if (info == nullptr || info->type == OptionType::Other || !info->settable) {
        return false;
    }
    std::vector<SANE_Word> buffer = bufferFor(*info);
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (info->type != OptionType::Text ||
            text->size() >= std::max<std::size_t>(info->bytes, 1)) {
            return false;
        }
        std::memcpy(buffer.data(), text->data(), text->size());
    } else if (info->type == OptionType::Text || info->bytes != sizeof(SANE_Word)) {
        return false; // a list of numbers is none of the settings known here
    } else if (const auto* flag = std::get_if<bool>(&value)) {
        buffer[0] = *flag ? SANE_TRUE : SANE_FALSE;
    } else {
        buffer[0] = std::get<std::int32_t>(value);
    }
    SANE_Int changes = 0;
    const SANE_Status status = ::sane_control_option(m_handle, info->index, SANE_ACTION_SET_VALUE,
                                                     buffer.data(), &changes);
    if ((changes & SANE_INFO_RELOAD_OPTIONS) != 0) {
        reloadOptions();
    }
    return status == SANE_STATUS_GOOD;
}

SaneResult SaneDevice::start() {
    return resultOf(::sane_start(m_handle));
}

std::optional<SaneParameters> SaneDevice::parameters() const {
    SANE_Parameters raw{};
    if (::sane_get_parameters(m_handle, &raw) != SANE_STATUS_GOOD) {
        return std::nullopt;
    }
    // The client of a saned that died says GOOD and gives what lay in its memory: no answer.
    if (raw.bytes_per_line <= 0 || raw.pixels_per_line <= 0 || raw.depth < 1 || raw.depth > 16) {
        return std::nullopt;
    }
    SaneParameters parameters;
    using Format = SaneParameters::Format;
    switch (raw.format) {
    case SANE_FRAME_GRAY:
        parameters.format = Format::Grey;
        break;
    case SANE_FRAME_RGB:
        parameters.format = Format::Rgb;
        break;
    case SANE_FRAME_RED:
        parameters.format = Format::Red;
        break;
    case SANE_FRAME_GREEN:
        parameters.format = Format::Green;
        break;
    case SANE_FRAME_BLUE:
        parameters.format = Format::Blue;
        break;
    }
    parameters.lastFrame = raw.last_frame != SANE_FALSE;
    parameters.bytesPerLine = raw.bytes_per_line;
    parameters.pixelsPerLine = raw.pixels_per_line;
    parameters.lines = raw.lines;
    parameters.depth = raw.depth;
    return parameters;
}

SaneResult SaneDevice::readRows(std::span<std::uint8_t> into, std::size_t& count) {
    count = 0;
    SANE_Int length = 0; // set before: some backends leave it alone at the end of a page
    const auto room = static_cast<SANE_Int>(std::min<std::size_t>(into.size(), 1u << 30));
    const SANE_Status status = ::sane_read(m_handle, into.data(), room, &length);
    if (status != SANE_STATUS_GOOD) {
        return resultOf(status);
    }
    if (length < 0 || length > room) {
        return {SaneOutcome::Failed, "a read of " + std::to_string(length) + " bytes"};
    }
    count = static_cast<std::size_t>(length);
    return {SaneOutcome::Good, ""};
}

void SaneDevice::cancel() {
    ::sane_cancel(m_handle);
}

void readIdentity(const SaneDevice& device, record::DeviceIdentity& identity) {
    const auto text = [&device](std::initializer_list<const char*> names) -> std::string {
        for (const char* name : names) {
            const std::optional<OptionValue> value = device.read(name);
            if (value && std::holds_alternative<std::string>(*value)) {
                return std::get<std::string>(*value);
            }
        }
        return "";
    };
    identity.serial = text({"serial-number", "serial"});
    identity.firmware = text({"firmware", "firmware-version", "fw-version"});
}

void takeSerialFromName(const record::DeviceProfile& profile, record::DeviceIdentity& identity) {
    const std::size_t colon = identity.name.rfind(':');
    if (profile.serialInName && identity.serial.empty() && colon != std::string::npos) {
        identity.serial = identity.name.substr(colon + 1);
    }
}

} // namespace seihon::capture
