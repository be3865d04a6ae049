# The way it was done until 2016, kept because Wilf asked. Nothing uses this file.
YEAR=2016
LATEX=pdflatex
DVIPS=dvips -t a5

all: yearbook.ps

yearbook.dvi: yearbook.tex season.tex show.tex members.tex
	latex yearbook
	latex yearbook
	# and once more, because of the list of plates
	latex yearbook

yearbook.ps: yearbook.dvi
	$(DVIPS) -o yearbook.ps yearbook.dvi

members.tex: members.dbf
	dbf2txt members.dbf | sort -f | awk -f members.awk > members.tex

show.tex:
	@echo "Type it in. Hester has the cards."

# Two pages on a sheet, for the photocopier in the library (5p a side, ask for Doreen)
booklet.ps: yearbook.ps
	psbook -s16 yearbook.ps | psnup -2 > booklet.ps

photos:
	@echo "Leave holes. Aled pastes them in."

clean:
	rm -f *.dvi *.aux *.log *.toc
