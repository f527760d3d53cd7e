#include "tests/signing/strict_card.h"

#include <dlfcn.h>

namespace seihon::signing {

using support::demoPki;
using support::FakeCard;
using support::FakeCardState;

StrictCard::StrictCard() {
    void* library = ::dlopen(module().c_str(), RTLD_NOW | RTLD_LOCAL);
    EXPECT_NE(library, nullptr);
    const auto find = reinterpret_cast<FakeCardState* (*)()>(::dlsym(library, "fakeCardState"));
    m_state = find();
    *m_state = FakeCardState();
    card().token = demoPki().card("clerk").tokenLabel;
    card().tokenPin = demoPki().pin;
}

StrictCard::~StrictCard() {
    EXPECT_EQ(state().concurrentCalls, 0);
}

Der StrictCard::certificateOf(const std::string& user) {
    return openPkcs11Key(demoPki().module, demoPki().card(user).tokenLabel)->certificate();
}

FakeCard& StrictCard::addReader(const std::string& user, const std::string& serial) {
    FakeCard another = card();
    another.token = demoPki().card(user).tokenLabel;
    another.serial = serial;
    state().readers.push_back(another);
    return state().readers.back();
}

record::Fault StrictCard::signFault(SigningKey& key, const char* pin, LastTry lastTry) {
    return faultFrom([&] { key.sign(record::sha256("a manifest"), Pin(pin, lastTry)); });
}

bool StrictCard::signsWell(SigningKey& key, const char* pin) {
    return verifySignature(key.certificate(), record::bytesOf("a manifest"),
                           key.sign(record::sha256("a manifest"), Pin(pin)));
}

} // namespace seihon::signing
