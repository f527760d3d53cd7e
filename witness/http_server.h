#pragma once

#include "witness/witness.h"

#include <cstdint>
#include <memory>

struct MHD_Daemon;

namespace seihon::witness {

// POST …/add-checkpoint for a witness, over HTTP without TLS: what comes is signed, what goes is
// signed, and neither is a secret. One thread; a body is bounded, a client that dawdles is dropped.
class HttpServer {
  public:
    // Faults: StorageFailed when the address cannot be listened on.
    explicit HttpServer(Witness& witness);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete; // its daemon holds its address
    HttpServer& operator=(const HttpServer&) = delete;

    std::uint16_t port() const { return m_port; }

  private:
    Witness& m_witness;
    MHD_Daemon* m_daemon = nullptr;
    std::uint16_t m_port = 0;
};

} // namespace seihon::witness
