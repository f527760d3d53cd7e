// The thirteen functions by which SANE's dll backend knows us (SANE Standard 1.06, section 4.3).
#include "capture/paperfeed/options.h"
#include "capture/paperfeed/unit.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>

#include <sane/sane.h>

namespace {

using seihon::capture::paperfeed::ConfiguredDevice;
using seihon::capture::paperfeed::Identity;
using seihon::capture::paperfeed::Mode;
using seihon::capture::paperfeed::Shape;
using seihon::capture::paperfeed::Status;
using seihon::capture::paperfeed::Unit;

static_assert(static_cast<int>(Status::Cancelled) == SANE_STATUS_CANCELLED);
static_assert(static_cast<int>(Status::EndOfPage) == SANE_STATUS_EOF);
static_assert(static_cast<int>(Status::Jammed) == SANE_STATUS_JAMMED);
static_assert(static_cast<int>(Status::CoverOpen) == SANE_STATUS_COVER_OPEN);
static_assert(static_cast<int>(Status::AccessDenied) == SANE_STATUS_ACCESS_DENIED);

SANE_Status saneOf(Status status) {
    return static_cast<SANE_Status>(status);
}

// What get_devices handed out belongs to the backend until the next call.
struct Listing {
    std::mutex mutex;
    std::vector<std::string> names;
    std::vector<Identity> identities;
    std::vector<SANE_Device> devices;
    std::vector<const SANE_Device*> pointers;
};

Listing& listing() {
    static Listing instance;
    return instance;
}

Unit& unitOf(SANE_Handle handle) {
    return *static_cast<Unit*>(handle);
}

// No exception may cross into C.
template <typename Action>
SANE_Status guarded(Action action) {
    try {
        return action();
    } catch (const std::bad_alloc&) {
        return SANE_STATUS_NO_MEM;
    } catch (...) {
        return SANE_STATUS_IO_ERROR;
    }
}

void refillListing(Listing& list) {
    list.names.clear();
    list.identities.clear();
    list.devices.clear();
    list.pointers.clear();
    for (const ConfiguredDevice& device : seihon::capture::paperfeed::readConfig()) {
        const seihon::capture::paperfeed::Tray tray(device.folder);
        if (!tray.state("offline")) {
            list.names.push_back(device.name);
            list.identities.push_back(tray.identity(device.name));
        }
    }
    for (std::size_t i = 0; i < list.names.size(); ++i) {
        list.devices.push_back({list.names[i].c_str(), list.identities[i].vendor.c_str(),
                                list.identities[i].model.c_str(), "sheetfed scanner"});
    }
    for (const SANE_Device& device : list.devices) {
        list.pointers.push_back(&device);
    }
    list.pointers.push_back(nullptr);
}

} // namespace

#define SEIHON_EXPORT extern "C" __attribute__((visibility("default")))

SEIHON_EXPORT SANE_Status sane_paperfeed_init(SANE_Int* version, SANE_Auth_Callback) {
    if (version != nullptr) {
        *version = SANE_VERSION_CODE(SANE_CURRENT_MAJOR, SANE_CURRENT_MINOR, 1);
    }
    return SANE_STATUS_GOOD;
}

SEIHON_EXPORT void sane_paperfeed_exit() {
}

SEIHON_EXPORT SANE_Status sane_paperfeed_get_devices(const SANE_Device*** devices, SANE_Bool) {
    return guarded([devices] {
        Listing& list = listing();
        const std::lock_guard lock(list.mutex);
        refillListing(list);
        *devices = list.pointers.data();
        return SANE_STATUS_GOOD;
    });
}

SEIHON_EXPORT SANE_Status sane_paperfeed_open(SANE_String_Const name, SANE_Handle* handle) {
    return guarded([name, handle] {
        const std::vector<ConfiguredDevice> known = seihon::capture::paperfeed::readConfig();
        const std::string wanted(name != nullptr ? name : "");
        // An empty name means the first device (SANE Standard 4.3.4).
        const auto found = std::find_if(known.begin(), known.end(), [&](const auto& device) {
            return wanted.empty() || device.name == wanted;
        });
        if (found == known.end()) {
            return SANE_STATUS_INVAL;
        }
        auto unit = std::make_unique<Unit>(*found);
        if (const Status status = unit->occupy(); status != Status::Good) {
            return saneOf(status);
        }
        seihon::capture::paperfeed::applyQuirks(*unit);
        *handle = unit.release();
        return SANE_STATUS_GOOD;
    });
}

SEIHON_EXPORT void sane_paperfeed_close(SANE_Handle handle) {
    const std::unique_ptr<Unit> unit(static_cast<Unit*>(handle));
}

SEIHON_EXPORT const SANE_Option_Descriptor* sane_paperfeed_get_option_descriptor(SANE_Handle,
                                                                                 SANE_Int index) {
    return static_cast<const SANE_Option_Descriptor*>(
        seihon::capture::paperfeed::optionDescriptor(index));
}

SEIHON_EXPORT SANE_Status sane_paperfeed_control_option(SANE_Handle handle, SANE_Int index,
                                                        SANE_Action action, void* value,
                                                        SANE_Int* info) {
    return guarded([=] {
        return saneOf(
            seihon::capture::paperfeed::controlOption(unitOf(handle), index, action, value, info));
    });
}

SEIHON_EXPORT SANE_Status sane_paperfeed_get_parameters(SANE_Handle handle,
                                                        SANE_Parameters* parameters) {
    const Shape shape = unitOf(handle).shape();
    parameters->format = shape.mode == Mode::Colour ? SANE_FRAME_RGB : SANE_FRAME_GRAY;
    parameters->last_frame = SANE_TRUE;
    parameters->bytes_per_line = static_cast<SANE_Int>(shape.bytesPerLine);
    parameters->pixels_per_line = static_cast<SANE_Int>(shape.pixelsPerLine);
    parameters->lines = static_cast<SANE_Int>(shape.lines);
    parameters->depth = shape.bits;
    return SANE_STATUS_GOOD;
}

SEIHON_EXPORT SANE_Status sane_paperfeed_start(SANE_Handle handle) {
    return guarded([handle] { return saneOf(unitOf(handle).start()); });
}

SEIHON_EXPORT SANE_Status sane_paperfeed_read(SANE_Handle handle, SANE_Byte* data, SANE_Int max,
                                              SANE_Int* length) {
    return guarded([=] {
        std::size_t got = 0;
        *length = 0;
        const auto room = static_cast<std::size_t>(std::max(max, 0));
        const Status status = unitOf(handle).read({data, room}, got);
        *length = static_cast<SANE_Int>(got);
        return saneOf(status);
    });
}

SEIHON_EXPORT void sane_paperfeed_cancel(SANE_Handle handle) {
    unitOf(handle).cancel();
}

SEIHON_EXPORT SANE_Status sane_paperfeed_set_io_mode(SANE_Handle, SANE_Bool nonBlocking) {
    return nonBlocking == SANE_TRUE ? SANE_STATUS_UNSUPPORTED : SANE_STATUS_GOOD;
}

SEIHON_EXPORT SANE_Status sane_paperfeed_get_select_fd(SANE_Handle, SANE_Int*) {
    return SANE_STATUS_UNSUPPORTED;
}
