#pragma once

#include "record/capture_facts.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace seihon::record {

// Why an option of a driver must have its value.
enum class OptionPurpose {
    Untouched,  // else the driver changes, drops or compresses pixels [A1, A7]
    DoubleFeed, // two sheets at once must stop the device [A2]
    Paper,      // else the device marks or treats the original
    Source,     // part of choosing the source
};

template <>
struct EnumNames<OptionPurpose> {
    static constexpr std::array<std::pair<OptionPurpose, std::string_view>, 4> table{
        {{OptionPurpose::Untouched, "untouched"},
         {OptionPurpose::DoubleFeed, "double-feed"},
         {OptionPurpose::Paper, "paper"},
         {OptionPurpose::Source, "source"}}};
};

// How pixels come from the device to SANE, as far as the driver's family tells. SANE hands over
// decoded pixels and does not say.
enum class WireFormat { Raw, Png, Tiff, Jpeg, Unknown };

template <>
struct EnumNames<WireFormat> {
    static constexpr std::array<std::pair<WireFormat, std::string_view>, 5> table{
        {{WireFormat::Raw, "raw"},
         {WireFormat::Png, "png"},
         {WireFormat::Tiff, "tiff"},
         {WireFormat::Jpeg, "jpeg"},
         {WireFormat::Unknown, "unknown"}}};
};

// One option and the value it must have. Where the driver has no such option, nothing is asked of
// it, unless it is required.
struct DriverOption {
    std::string name;
    std::string value; // the driver's word, "yes" or "no", or a number in the option's own unit
    OptionPurpose purpose = OptionPurpose::Untouched;
    bool required = false;
    std::string unless{};               // not where the driver has this option
    std::vector<PaperSource> sources{}; // empty: with all
    friend bool operator==(const DriverOption&, const DriverOption&) = default;
};

// What is known about a family of scanners and its driver.
struct DeviceProfile {
    std::string name;
    std::vector<std::string> backends; // SANE's names of drivers; "*": every one
    std::vector<std::string> models;   // may end in "*"
    WireFormat wireFormat = WireFormat::Raw;
    // Does the driver tell a double feed from a jam (option `double-feed`)?
    bool tellsDoubleFeed = false;
    // Is a double feed reported only when the sheet's image is there, with the start of the next
    // sheet (fi series: the device stops after the sheet)? Then it is about the sheet before.
    bool reportsAfterSheet = false;
    // Does the driver fill an image that came too short up with white, without a word? Then white
    // rows at the end of a page do not count as delivered.
    bool fillsUp = false;
    // Does SANE's name of the device end in its serial number?
    bool serialInName = false;
    std::map<PaperSource, std::string> sourceWords{}; // where the usual words do not do
    std::vector<DriverOption> options{};              // set in this order
    friend bool operator==(const DeviceProfile&, const DeviceProfile&) = default;
};

// The driver in a SANE name: "fujitsu:fi-7160:1" and "net:192.0.2.7:fujitsu:fi-7160:1" give
// "fujitsu".
std::string backendOf(const std::string& deviceName);

// The first that fits driver and model; nullptr when none does.
const DeviceProfile* findProfile(std::span<const DeviceProfile> profiles,
                                 const DeviceIdentity& device);

Json toJson(const DeviceProfile& profile);
DeviceProfile deviceProfileFromJson(const Json& json);

} // namespace seihon::record
