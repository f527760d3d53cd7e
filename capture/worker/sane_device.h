#pragma once

#include "record/capture_facts.h"
#include "record/device_profile.h"
#include "record/fault.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace seihon::capture {

enum class OptionType { Flag, Number, Fixed, Text, Other };

struct OptionInfo {
    int index = 0;
    OptionType type = OptionType::Other;
    bool active = false;
    bool settable = false;
    bool readable = false;
    bool pixels = false;            // its unit is pixels, not millimetres
    std::size_t bytes = 0;          // size of its value
    std::vector<std::string> words; // the texts it takes, when it says
};

// Number holds a raw SANE word: for Fixed that is in 1/65536.
using OptionValue = std::variant<bool, std::int32_t, std::string>;

// The outcomes of SANE calls that lead to different faults.
enum class SaneOutcome {
    Good,
    EndOfPage,
    NoDocs,
    Jammed,
    CoverOpen,
    Cancelled,
    Busy,
    Denied,
    Invalid,
    Failed
};

struct SaneResult {
    SaneOutcome outcome = SaneOutcome::Failed;
    std::string text; // SANE's own words
};

struct SaneParameters {
    enum class Format { Grey, Rgb, Red, Green, Blue, Unknown } format = Format::Unknown;
    bool lastFrame = true;
    std::int64_t bytesPerLine = 0, pixelsPerLine = 0, lines = 0;
    int depth = 0;
};

// sane_init … sane_exit. SANE caches its folder at first use: one process, one configuration.
class SaneSession {
  public:
    SaneSession(const std::string& configDir, const std::string& backendDir);
    ~SaneSession();
    SaneSession(const SaneSession&) = delete;
    SaneSession& operator=(const SaneSession&) = delete;

    std::vector<record::DeviceIdentity> devices() const;
};

// One open device. Everything but cancel() belongs to one thread.
class SaneDevice {
  public:
    // Faults: DeviceAbsent, DeviceBusy, DeviceFailed.
    explicit SaneDevice(std::string name);
    ~SaneDevice();
    SaneDevice(const SaneDevice&) = delete;
    SaneDevice& operator=(const SaneDevice&) = delete;

    const std::string& name() const { return m_name; }
    // nullptr when there is none or it is not active now.
    const OptionInfo* find(std::string_view option) const;
    // Those the device has, active or not.
    std::vector<std::string> optionNames() const;
    // nullopt when the device does not give it.
    std::optional<OptionValue> read(std::string_view option) const;
    bool write(std::string_view option, const OptionValue& value);

    SaneResult start();
    std::optional<SaneParameters> parameters() const;
    // `count` is within `into` whatever the backend claims.
    SaneResult readRows(std::span<std::uint8_t> into, std::size_t& count);
    void cancel();

  private:
    void reloadOptions();

    std::string m_name;
    void* m_handle = nullptr;
    std::map<std::string, OptionInfo, std::less<>> m_options;
};

// Fills in what only the open device tells: serial number and firmware.
void readIdentity(const SaneDevice& device, record::DeviceIdentity& identity);
// The serial number out of SANE's name, for drivers that put it there and nowhere else.
void takeSerialFromName(const record::DeviceProfile& profile, record::DeviceIdentity& identity);

} // namespace seihon::capture
