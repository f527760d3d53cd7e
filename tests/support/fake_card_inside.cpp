#include "support/fake_card_inside.h"

#include <dlfcn.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace seihon::support::fake_card {

FakeCardState state;
std::optional<OpenSession> session;

namespace {

std::vector<int> insertedAtStart;
std::atomic<int> callsInside = 0;

void applySwitch(const std::string& key, std::istringstream& words) {
    FakeCard& card = state.readers.front();
    std::string rest;
    std::getline(words >> std::ws, rest);
    const std::size_t blank = rest.find(' ');
    const std::string function = rest.substr(0, blank);
    const std::string value = blank == rest.npos ? std::string() : rest.substr(blank + 1);
    if (key == "token") {
        card.token = rest;
    } else if (key == "pin") {
        card.pin = rest;
    } else if (key == "label") {
        card.label = rest;
    } else if (key == "serial") {
        card.serial = rest;
    } else if (key == "tries") {
        card.triesLeft = std::stoi(rest);
    } else if (key == "keypad") {
        card.keypad = true;
    } else if (key == "always-authenticate") {
        card.alwaysAuthenticate = true;
    } else if (key == "spoil") {
        state.spoilsSignature = true;
    } else if (key == "fail") {
        state.failures[function] = std::stoul(value, nullptr, 0);
    } else if (key == "delay") {
        state.delays[function] = std::stoi(value);
    } else {
        std::abort(); // a test with a switch that does nothing could not fail
    }
}

std::string memoryFile() {
    const char* name = std::getenv("SEIHON_FAKE_CARD");
    return name == nullptr ? std::string() : std::string(name);
}

} // namespace

void recallCard() {
    const std::string file = memoryFile();
    if (file.empty()) {
        return;
    }
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string key;
        if (words >> key) {
            applySwitch(key, words);
        }
    }
    if (std::ifstream tries(file + ".tries"); tries) {
        tries >> state.readers.front().triesLeft >> state.readers.front().countLow;
    }
}

void rememberTries(const FakeCard& card) {
    if (const std::string file = memoryFile(); !file.empty()) {
        std::ofstream(file + ".tries") << card.triesLeft << ' ' << card.countLow << '\n';
    }
}

// The card guideline allows one call at a time.
Call::Call(const char* name) {
    if (callsInside.fetch_add(1) != 0) {
        ++state.concurrentCalls;
        value = CKR_GENERAL_ERROR;
        return;
    }
    ++state.calls[name];
    if (const auto delay = state.delays.find(name); delay != state.delays.end()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(delay->second));
    }
    if (auto event = state.events.extract(name)) {
        event.mapped()(state);
    }
    if (const auto failure = state.failures.find(name); failure != state.failures.end()) {
        value = failure->second;
    }
}

Call::~Call() {
    callsInside.fetch_sub(1);
}

CK_RV standing(const Call& call, CK_SESSION_HANDLE handle) {
    if (call.value != CKR_OK) {
        return call.value;
    }
    if (!session || handle != kSession) {
        return CKR_SESSION_HANDLE_INVALID;
    }
    if (!card().present) {
        return CKR_DEVICE_REMOVED;
    }
    return card().inserted == session->inserted ? CKR_OK : CKR_SESSION_HANDLE_INVALID;
}

FakeCard& card() {
    return state.readers.at(session->reader);
}

bool isSeen(std::size_t reader) {
    const FakeCard& each = state.readers.at(reader);
    const bool sinceStart =
        reader < insertedAtStart.size() && insertedAtStart.at(reader) == each.inserted;
    return each.present && (sinceStart || !state.seesCardsAtStartOnly);
}

void noteCardsAtStart() {
    insertedAtStart.clear();
    for (const FakeCard& each : state.readers) {
        insertedAtStart.push_back(each.present ? each.inserted : 0);
    }
}

CK_FUNCTION_LIST& softHsm() {
    static CK_FUNCTION_LIST* const list = [] {
        void* library = ::dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
        const auto entry = reinterpret_cast<CK_C_GetFunctionList>(
            library == nullptr ? nullptr : ::dlsym(library, "C_GetFunctionList"));
        CK_FUNCTION_LIST* given = nullptr;
        if (entry == nullptr || entry(&given) != CKR_OK) {
            std::abort();
        }
        return given;
    }();
    return *list;
}

CK_RV softHsmSlot(const std::string& label, CK_SLOT_ID& slot) {
    std::array<CK_SLOT_ID, 64> slots{};
    CK_ULONG count = slots.size();
    if (const CK_RV value = softHsm().C_GetSlotList(CK_TRUE, slots.data(), &count); value != 0) {
        return value;
    }
    for (CK_ULONG i = 0; i < count; ++i) {
        CK_TOKEN_INFO info{};
        std::string padded = label;
        padded.resize(sizeof info.label, ' ');
        if (softHsm().C_GetTokenInfo(slots.at(i), &info) == CKR_OK &&
            std::memcmp(info.label, padded.data(), padded.size()) == 0) {
            slot = slots.at(i);
            return CKR_OK;
        }
    }
    return CKR_TOKEN_NOT_PRESENT;
}

CK_RV logInBehind() {
    std::string pin = card().tokenPin;
    return softHsm().C_Login(session->behind, CKU_USER, reinterpret_cast<CK_UTF8CHAR*>(pin.data()),
                             pin.size());
}

void logOutBehind() {
    softHsm().C_Logout(session->behind);
    session->loggedIn = session->signing = false;
}

void endSession() {
    if (session) {
        softHsm().C_CloseSession(session->behind);
        session.reset();
    }
}

} // namespace seihon::support::fake_card
