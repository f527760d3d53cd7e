# What a verifier reads from strangers.
find_package(OpenSSL REQUIRED)
set(forge ${CMAKE_CURRENT_LIST_DIR}/../signing/verify_pki.cpp)
seihon_fuzz(hc-role SOURCES ${CMAKE_CURRENT_LIST_DIR}/verify_hc_role.cpp USES verify)
seihon_fuzz(certificate SOURCES ${CMAKE_CURRENT_LIST_DIR}/verify_certificate.cpp USES verify)
seihon_fuzz(crl SOURCES ${CMAKE_CURRENT_LIST_DIR}/verify_crl.cpp ${forge} USES seal verify PRIVATE OpenSSL::Crypto)
seihon_fuzz(seal SOURCES ${CMAKE_CURRENT_LIST_DIR}/verify_seal.cpp ${forge} USES seal verify PRIVATE OpenSSL::Crypto)
seihon_fuzz(manifest-xml SOURCES ${CMAKE_CURRENT_LIST_DIR}/verify_manifest_xml.cpp USES verify)
seihon_fuzz(sealed-record-json SOURCES ${CMAKE_CURRENT_LIST_DIR}/verify_record_json.cpp USES verify)
