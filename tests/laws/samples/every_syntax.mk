# tools, for every recipe
export SHELL := /bin/bash
.SHELLFLAGS = -eu -o pipefail -c
CC ?= gcc	# or clang
override CFLAGS += -O2 -Wall \
    -Wextra \
    -I$(CURDIR)/include
VERSION != git describe --tags
OBJS := $(patsubst src/%.c,build/%.o,$(wildcard src/*.c))
EMPTY =
$(NAME)_DIR ::= here
-include local.mk deps.mk
vpath %.h include

define banner
  @echo "== $(1)"

	@date
endef

ifeq ($(OS),Windows_NT)
	EXE = .exe
else ifdef CROSS
EXE = .elf
else
EXE =
endif

.PHONY: all clean
all: tool$(EXE) | build ## makes it
tool$(EXE): $(OBJS) \
    lib.a
	$(call banner,linking)
	@$(CC) -o $@ $^ \
	    $(LDLIBS)
ifdef STRIP
	strip $@
endif
# sizes are told
	-size $@

build/%.o: src/%.c | build
	$(CC) $(CFLAGS) -c -o $@ $<
build: ; mkdir -p $@
debug: CFLAGS += -g \
    -O0
a b &: c
	touch a b
clean::
	rm -rf build tool$(EXE)
$(eval $(call extra,one))
$(OBJS): %.o: %.c
export PATH
