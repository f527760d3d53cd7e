seihon_fuzz(timestamp-reply SOURCES ${CMAKE_CURRENT_LIST_DIR}/timestamp_reply.cpp USES verify)
seihon_fuzz(checkpoint-note SOURCES ${CMAKE_CURRENT_LIST_DIR}/checkpoint_note.cpp USES verify)
seihon_fuzz(crl-answer SOURCES ${CMAKE_CURRENT_LIST_DIR}/crl_answer.cpp USES seal verify)
seihon_fuzz(pkcs12-file SOURCES ${CMAKE_CURRENT_LIST_DIR}/pkcs12_file.cpp USES seal)
