# Puts the files of web/pages, web/openapi.yaml, and the web applications that web/build.ts makes into
# the program, so that one file installs. Generates `ocop::pages::embedded_files()`; see
# src/pages/files.hpp.
function(embed_web target)
    if(NOT TARGET ${target})
        return()
    endif()
    set(web ${CMAKE_SOURCE_DIR}/web)
    set(built ${CMAKE_BINARY_DIR}/web)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS
        ${web}/console/* ${web}/app/* ${web}/docs/* ${web}/shared/* ${web}/pages/*.json)
    add_custom_command(OUTPUT ${built}.made
        COMMAND ${web}/install
        COMMAND ${web}/node_modules/.bin/node ${web}/build.ts --out ${built}
        COMMAND ${CMAKE_COMMAND} -E touch ${built}.made
        DEPENDS ${sources} ${web}/openapi.yaml ${web}/build.ts ${web}/install ${web}/package-lock.json
        COMMENT "Building the web applications" VERBATIM)
    file(GLOB files CONFIGURE_DEPENDS ${web}/pages/* ${web}/openapi.yaml)
    set(out ${CMAKE_BINARY_DIR}/embedded_web.cpp)
    add_custom_command(OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DOUT=${out} "-DFILES=${files}" -DBUILT=${built}
            -P ${web}/embed_files.cmake
        DEPENDS ${files} ${built}.made ${web}/embed_files.cmake VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()
