-- Seed library of the allotment societies round Kvern lake.
-- PostgreSQL 15. Apply from the top into an empty database; the old Access file has been put away.
CREATE TYPE season AS ENUM ('early', 'main', 'late', 'winter');

CREATE TABLE society (
    id smallint PRIMARY KEY,
    name varchar(60) NOT NULL UNIQUE,
    plots integer NOT NULL CHECK (plots > 0),
    key_holder varchar(80) -- who opens the cupboard
);

CREATE TABLE member (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    society_id smallint NOT NULL REFERENCES society (id),
    name varchar(80) NOT NULL,
    plot_no integer,
    mail varchar(120),
    joined date NOT NULL DEFAULT CURRENT_DATE,
    may_lend boolean NOT NULL DEFAULT true, -- false after two springs without a return
    CONSTRAINT one_per_plot UNIQUE (society_id, plot_no)
);

CREATE TABLE species (
    code char(4) PRIMARY KEY,
    name varchar(60) NOT NULL,
    latin varchar(80) NOT NULL,
    isolation_m integer NOT NULL DEFAULT 0, -- metres between two varieties
    lasts_years smallint NOT NULL CHECK (lasts_years BETWEEN 1 AND 12)
);

-- A variety is what people call by a name of its own, however it came to us.
CREATE TABLE variety (
    id integer PRIMARY KEY,
    species_code char(4) NOT NULL REFERENCES species (code) ON UPDATE CASCADE,
    name varchar(60) NOT NULL,
    sown season NOT NULL DEFAULT 'main',
    days_to_harvest smallint,
    origin varchar(120) NOT NULL DEFAULT 'unknown',
    protected boolean NOT NULL DEFAULT false, -- may not be sold
    notes text,
    CONSTRAINT variety_named_once UNIQUE (species_code, name)
);

CREATE TABLE packet (
    id integer GENERATED ALWAYS AS IDENTITY (START WITH 1000) PRIMARY KEY,
    variety_id integer NOT NULL REFERENCES variety (id) ON DELETE RESTRICT,
    harvested smallint NOT NULL,
    grams numeric(7, 2) NOT NULL CHECK (grams >= 0),
    germination_pct numeric(4, 1) DEFAULT NULL,
    tested date,
    drawer varchar(6) NOT NULL,
    grower_id integer REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT tested_means_counted CHECK ((tested IS NULL) = (germination_pct IS NULL))
);

CREATE TABLE loan (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    packet_id integer NOT NULL REFERENCES packet (id),
    member_id integer NOT NULL REFERENCES member (id),
    taken date NOT NULL DEFAULT CURRENT_DATE,
    grams numeric(6, 2) NOT NULL CHECK (grams > 0),
    due date NOT NULL, -- the end of October of the year in which it is sown
    returned date,
    returned_grams numeric(7, 2),
    CHECK (returned IS NULL OR returned >= taken)
);

COMMENT ON TABLE packet IS 'One envelope of one harvest of one grower. Emptied ones stay, with 0 grams.';
COMMENT ON COLUMN packet.drawer IS 'Letter of the cupboard, number of the drawer, letter of the row: B12c';
COMMENT ON COLUMN variety.origin IS 'As the giver told it; we do not correct stories.';
CREATE INDEX packet_by_variety ON packet (variety_id, harvested DESC);
CREATE INDEX packet_in_drawer ON packet (drawer) WHERE grams > 0;
CREATE UNIQUE INDEX member_mail ON member (lower(mail)) WHERE mail IS NOT NULL;
CREATE INDEX loan_open ON loan (due) WHERE returned IS NULL;

CREATE VIEW lendable AS SELECT p.id, v.name, s.name AS species, p.harvested, p.grams, p.drawer
FROM packet p
    JOIN variety v ON v.id = p.variety_id
    JOIN species s ON s.code = v.species_code
WHERE p.grams >= 2
    AND (p.harvested + s.lasts_years >= extract(year FROM CURRENT_DATE)
        OR p.germination_pct >= 60); -- What can be lent today: enough in it, and either young or tested.

CREATE VIEW late_returns (member, society, packet, weeks) AS SELECT m.name, c.name, l.packet_id, (CURRENT_DATE - l.due) / 7
FROM loan l
    JOIN member m ON m.id = l.member_id
    JOIN society c ON c.id = m.society_id
WHERE l.returned IS NULL AND l.due < CURRENT_DATE;

-- Two late springs, and the member may not lend until somebody has talked to them.
CREATE FUNCTION two_springs() RETURNS trigger AS $$
BEGIN
    UPDATE member SET may_lend = false
    WHERE id = NEW.member_id AND (SELECT count(*) FROM loan WHERE member_id = NEW.member_id AND returned IS NULL AND due < CURRENT_DATE - 180) >= 2;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER before_lending BEFORE INSERT ON loan FOR EACH ROW EXECUTE FUNCTION two_springs();
GRANT SELECT ON lendable, late_returns TO reading_room;
GRANT SELECT, INSERT, UPDATE ON loan, packet TO cupboard;

INSERT INTO society (id, name, plots, key_holder) VALUES
    (1, 'Kvern North', 84, 'Berit Aas'),
    (2, 'Railway Embankment', 41, 'Yusuf Demir'),
    (3, 'St Olav''s Field', 127, NULL), -- the key is with the parish office
    (4, 'Old Brickworks', 36, 'Greta Lind');

INSERT INTO species (code, name, latin, isolation_m, lasts_years) VALUES
    ('BEAN', 'runner bean', 'Phaseolus coccineus', 500, 4),
    ('FRBN', 'French bean', 'Phaseolus vulgaris', 5, 4),
    ('PEAS', 'pea', 'Pisum sativum', 3, 3),
    ('TOMA', 'tomato', 'Solanum lycopersicum', 3, 8),
    ('KALE', 'kale', 'Brassica oleracea', 1000, 5),
    ('LETT', 'lettuce', 'Lactuca sativa', 4, 4),
    ('PARS', 'parsnip', 'Pastinaca sativa', 500, 1), -- sow it or throw it away
    ('ONIO', 'onion', 'Allium cepa', 1000, 2);

INSERT INTO variety (id, species_code, name, sown, days_to_harvest, origin, protected) VALUES
    (1, 'BEAN', 'Brickworks Red', 'main', 95, 'grew along the kiln wall until 1988', false),
    (2, 'FRBN', 'Aunt Solveig', 'main', 62, 'from a kitchen drawer in Hamre', false),
    (3, 'PEAS', 'Stationmaster', 'early', 78, 'railway gardens, before 1950', false),
    (4, 'PEAS', 'Grey Winter', 'winter', 210, 'exchange with the museum at Lom', false),
    (5, 'TOMA', 'Demir''s Pink', 'early', 74, 'Bursa, 1979, in a coat pocket', false),
    (6, 'TOMA', 'Lakelight', 'early', 66, 'bred by the college', true),
    (7, 'KALE', 'Olav''s Black', 'late', 120, 'unknown', false),
    (8, 'LETT', 'Brown Ida', 'early', 48, 'Greta Lind, from her mother', false),
    (9, 'PARS', 'Long Embankment', 'early', 160, 'railway gardens', false),
    (10, 'ONIO', 'Kvern Flat', 'winter', 240, 'seven growers, mixed in 2004', false);

INSERT INTO packet (variety_id, harvested, grams, germination_pct, tested, drawer) VALUES
    (1, 2024, 310.00, 88.0, '2026-02-11', 'A03a'),
    (3, 2023, 140.50, 71.5, '2026-02-11', 'A05c'),
    (5, 2022, 6.25, 93.0, '2026-02-12', 'B12c'), -- half of it from the plot by the fence
    (8, 2025, 3.40, NULL, NULL, 'B01a'),
    (9, 2025, 22.00, NULL, NULL, 'C02b'),
    (10, 2024, 9.75, 64.0, '2026-02-12', 'C02c');
