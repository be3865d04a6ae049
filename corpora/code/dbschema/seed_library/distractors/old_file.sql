-- What the converter made of the old Access file, as it came. Kept for looking things up; do not apply it anywhere.
-- The 61 columns are in the order in which they were added since 1999.
CREATE TABLE "Frø" (
    "Nr" integer,
    "Sort" varchar(255),
    "Hvem" varchar(255), -- grower, or whoever brought it, or whoever typed
    "Hvem2" varchar(255),
    "Dato" varchar(50),
    "Vekt" varchar(50), -- tablespoons until 2011
    "Skuff" varchar(50),
    "Merknad" text,
    "Lånt av" varchar(255),
    "Lånt dato" varchar(50),
    "Tilbake" varchar(50),
    "Tilbake vekt" varchar(50),
    "Ja/Nei" boolean, -- nobody remembers the question
    "Spirer" varchar(50),
    "Farge" varchar(50),
    "Høyde" varchar(50),
    "Bilde" varchar(255),
    "X" varchar(255),
    "X2" varchar(255),
    "Telefon" varchar(50),
    "Kommer" boolean,
    "Kake" varchar(255) -- for the annual meeting
);

INSERT INTO "Frø" ("Nr", "Sort", "Hvem", "Dato", "Vekt", "Skuff", "Merknad") VALUES
    (1, 'bønner røde', 'G. Lind', '3.4.99', '2 ss', '1', 'fra teglverket'),
    (2, 'bønner røde', 'Mother', '99', '1 ss', '1', NULL),
    (3, 'bønne Solveig''s', 'Solveig', '4.5.99', '3', '1', 'left drawer'),
    (4, 'the tall pea', 'stasjonen', NULL, '4 ss', '2', 'St.master?'),
    (5, 'Station Master', 'Hansen', '7.3.00', '2 ss', '2', 'the same as 4'),
    (6, 'tomat rosa', 'Demir', '1.2.01', '-1', '4', 'owes'),
    (7, 'tomat rosa', 'Y. Demir', '1.2.01', '1/2 ss', '4', 'came in a coat'),
    (8, 'salat brun', 'Lind G.', '5.4.01', '1 ts', '4', 'Ida'),
    (9, 'grønnkål', NULL, NULL, '2 ss', '6', 'black, from the field, ask Olav'),
    (10, 'pastinakk lang', 'banen', '3.4.05', '3 ss', '6', 'old when it came'),
    (11, 'løk flat', 'mange', '04', '1 ss', '7', 'mixed, seven people'),
    (12, 'nepe', 'Lom', '2.11.19', '1', '7', 'large'),
    (13, 'potet', 'Hansen', '1.5.18', '40', '9', 'mice'),
    (14, NULL, NULL, NULL, NULL, NULL, 'test'),
    (15, 'TEST', 'Hanne', '1.1.26', '0', '0', 'delete me');

CREATE INDEX "Sort" ON "Frø" ("Sort");

-- The only query that was saved. It was called "Spørring1 kopi (2)" and gives the labels for the packets.
CREATE VIEW "Etiketter" AS SELECT "Sort" || ', ' || coalesce("Hvem", '?') || ', ' || coalesce("Dato", '?') AS tekst
FROM "Frø"
WHERE "Vekt" NOT LIKE '-%' AND "Sort" IS NOT NULL
ORDER BY "Skuff", "Nr";
