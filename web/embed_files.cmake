# cmake -DOUT=file.cpp "-DFILES=a;b" -DBUILT=dir -P embed_files.cmake
# FILES go in by name ("style.css"), what is below BUILT by its path there ("console/index.html").
# The assembler reads the bytes: as C++ arrays, a megabyte would compile for seconds.
set(body "// Generated from web/.\n#include \"pages/files.hpp\"\n\nnamespace {\n\nextern \"C\" {\n")
set(table "")
set(index 0)
file(GLOB_RECURSE built RELATIVE ${BUILT} ${BUILT}/*)
foreach(file IN LISTS FILES built)
    if(IS_ABSOLUTE ${file})
        get_filename_component(name ${file} NAME)
        set(path ${file})
    else()
        set(name ${file})
        set(path ${BUILT}/${file})
    endif()
    file(SIZE ${path} size)
    set(label ocop_web_${index})
    string(APPEND body "extern char const ${label}[];\n"
        "asm(\".pushsection .rodata\\n.balign 16\\n.global ${label}\\n${label}:\\n\"\n"
        "    \".incbin \\\"${path}\\\"\\n.byte 0\\n.popsection\\n\");\n")
    string(APPEND table "        {\"${name}\", {${label}, ${size}}},\n")
    math(EXPR index "${index} + 1")
endforeach()
string(APPEND body "}\n\n}  // namespace\n\nnamespace ocop::pages {\n\n"
    "std::map<std::string, std::string_view> const& embedded_files() {\n"
    "    static std::map<std::string, std::string_view> const files{\n${table}    };\n"
    "    return files;\n}\n\n}  // namespace ocop::pages\n")
file(WRITE ${OUT} "${body}")
