seihon_fuzz(timestamp-reply SOURCES ${CMAKE_CURRENT_LIST_DIR}/timestamp_reply.cpp USES verify)
seihon_fuzz(checkpoint-note SOURCES ${CMAKE_CURRENT_LIST_DIR}/checkpoint_note.cpp USES verify)
