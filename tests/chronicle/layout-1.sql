-- A chronicle as the first layout had it: eight choices in the village.
PRAGMA application_id = 1148347745;
BEGIN TRANSACTION;
CREATE TABLE branch (
             id INTEGER PRIMARY KEY, run BIGINT NOT NULL REFERENCES run(id), name TEXT NOT NULL,
             parent BIGINT REFERENCES branch(id), parent_length BIGINT NOT NULL,
             world TEXT NOT NULL REFERENCES world(hash), touched BIGINT NOT NULL, UNIQUE (run, name));
INSERT INTO "branch" VALUES(1,1,'main',NULL,0,'0672188241bb1e8a041e2a5e30c9ab3962855be73c72e2d09e93ae77823d2855',2);
CREATE TABLE chronicle (version BIGINT NOT NULL);
INSERT INTO "chronicle" VALUES(1);
CREATE TABLE record (
             branch BIGINT NOT NULL REFERENCES branch(id), seq BIGINT NOT NULL, kind TEXT NOT NULL,
             position BIGINT NOT NULL, line TEXT NOT NULL, hash TEXT NOT NULL, pulse TEXT NOT NULL,
             checksum BIGINT NOT NULL, PRIMARY KEY (branch, seq)) WITHOUT ROWID;
INSERT INTO "record" VALUES(1,0,'event',0,'{"action":null,"actor":"Ada","assents":[],"duration":4,"index":0,"kind":"wait","learned":[],"minute":0,"motive":null,"perceivers":["Ada"],"problem":null,"refused_by":[],"source":"subject","time":"2031-11-02T18:00","triggers":[]}','0632f1c14e39b5a3416bfc9a13c63b3aa4dcfee4dcccb8ca7b851c94f945f88f','{"chance":"3c6ef372fe94f82f","serial":7,"turns":{"Ada":[4,6]}}',2751810530);
INSERT INTO "record" VALUES(1,1,'event',1,'{"action":"walk(Bo, Mill)","actor":"Bo","assents":[],"duration":5,"index":1,"kind":"action","learned":[],"minute":0,"motive":{"after":3,"before":0,"character":"Bo","gain":3,"plan":["walk(Bo, Mill)","take(Bo, Lamp, Mill)"]},"perceivers":["Bo","Cy"],"problem":null,"refused_by":[],"source":"character","time":"2031-11-02T18:00","triggers":[]}','d684988b2b8d77109f9ba8501fb4213126d4c6a9b28e1d58e245f3d2d324e7d0','{"chance":"1715609f7c746c6e","people":{"Bo":{"free_at":5}},"serial":8,"turns":{"Bo":[5,7]}}',1261581610);
INSERT INTO "record" VALUES(1,2,'event',2,'{"action":"walk(Ada, Mill)","actor":"Ada","assents":[],"duration":5,"index":2,"kind":"action","learned":[],"minute":4,"motive":null,"perceivers":["Ada","Bo","Cy"],"problem":null,"refused_by":[],"source":"subject","time":"2031-11-02T18:04","triggers":[]}','fa658f54f77afaf8a22bf9782f9afcf9377d005a32438aecbc3a5513ea8adea5','{"chance":"b54cda58fbbee883","people":{"Ada":{"free_at":9}},"serial":11,"turns":{"Ada":[9,9],"Cy":[5,10]}}',353207240);
INSERT INTO "record" VALUES(1,3,'event',3,'{"action":"take(Bo, Lamp, Mill)","actor":"Bo","assents":[],"duration":1,"index":3,"kind":"action","learned":[],"minute":5,"motive":{"after":3,"before":0,"character":"Bo","gain":3,"plan":["take(Bo, Lamp, Mill)"]},"perceivers":["Ada","Bo","Cy"],"problem":null,"refused_by":[],"source":"character","time":"2031-11-02T18:05","triggers":[]}','0418c03e97ebbb392fd7eab59ad588a5db43e8e32b68b296f52e9dcee675cace','{"chance":"454021de755d4540","people":{"Bo":{"free_at":6}},"serial":12,"turns":{"Bo":[6,11]}}',1176176680);
INSERT INTO "record" VALUES(1,4,'event',4,'{"action":"hum(Bo)","actor":"Bo","assents":[],"duration":3,"index":4,"kind":"action","learned":[],"minute":6,"motive":null,"perceivers":["Ada","Bo","Cy"],"problem":null,"refused_by":[],"source":"character","time":"2031-11-02T18:06","triggers":[]}','a061c6ed2548b640ddd4ae7644a1e8484a38b9a4eb84970f43b730167f61055d','{"chance":"d5336963eefba1fd","people":{"Bo":{"free_at":9}},"serial":15,"turns":{"Bo":[28,14],"Cy":[11,12]}}',1319747207);
INSERT INTO "record" VALUES(1,5,'event',5,'{"action":null,"actor":"Ada","assents":[],"duration":5,"index":5,"kind":"wait","learned":[],"minute":9,"motive":null,"perceivers":["Ada"],"problem":null,"refused_by":[],"source":"subject","time":"2031-11-02T18:09","triggers":[]}','7bdb3390d7c62c148a230674ea533b13aeb95da1e2b28d2c4d31b10fdd37cafa','{"chance":"d5336963eefba1fd","serial":16,"turns":{"Ada":[14,15]}}',456095747);
INSERT INTO "record" VALUES(1,6,'event',6,'{"action":"walk(Ada, Yard)","actor":"Ada","assents":[],"duration":5,"index":6,"kind":"action","learned":[],"minute":14,"motive":null,"perceivers":["Ada","Bo","Cy"],"problem":null,"refused_by":[],"source":"subject","time":"2031-11-02T18:14","triggers":[]}','0cb69c0ff69e3067b5498a8d46a8265ba6db64ae3c4d80253f3d0ad022af8802','{"chance":"afd9d6906cdb163c","people":{"Ada":{"free_at":19}},"serial":19,"turns":{"Ada":[19,16],"Bo":[15,17],"Cy":[15,18]}}',2987906283);
INSERT INTO "record" VALUES(1,7,'event',7,'{"action":"walk(Bo, Hall)","actor":"Bo","assents":[],"duration":5,"index":7,"kind":"action","learned":[],"minute":15,"motive":null,"perceivers":["Bo","Cy"],"problem":null,"refused_by":[],"source":"character","time":"2031-11-02T18:15","triggers":[]}','02aa4e1764147d0e37d05cbdb431333b080868337b99990ede7f23499688a61a','{"chance":"8a8043bceaba8a7b","people":{"Bo":{"free_at":20}},"serial":21,"turns":{"Bo":[38,20]}}',1078145621);
INSERT INTO "record" VALUES(1,8,'event',8,'{"action":"walk(Ada, Mill)","actor":"Ada","assents":[],"duration":5,"index":8,"kind":"action","learned":[],"minute":19,"motive":null,"perceivers":["Ada","Cy"],"problem":null,"refused_by":[],"source":"subject","time":"2031-11-02T18:19","triggers":[]}','4c9d512f6993c41af68056f3d8411a5325101a0f3c11f3323f25ae5a9d4a0ea8','{"chance":"28b7bd766a050690","people":{"Ada":{"free_at":24}},"serial":24,"turns":{"Ada":[24,22],"Cy":[20,23]}}',1903011341);
INSERT INTO "record" VALUES(1,9,'event',9,'{"action":null,"actor":"Ada","assents":[],"duration":10,"index":9,"kind":"wait","learned":[],"minute":24,"motive":null,"perceivers":["Ada"],"problem":null,"refused_by":[],"source":"subject","time":"2031-11-02T18:24","triggers":[]}','f1cf2f03d0a7669fa90ebb421e04b5774abd81e60f6b8ce31f915a8a6b01f6d9','{"chance":"c6ef372fe94f82a5","serial":26,"turns":{"Ada":[34,25],"Cy":[28,24]}}',239516773);
INSERT INTO "record" VALUES(1,10,'event',10,'{"action":"give(Bo, Ada, Lamp)","actor":"Ada","assents":[],"duration":1,"index":10,"kind":"refused","learned":[],"minute":34,"motive":null,"perceivers":["Ada","Bo"],"problem":null,"refused_by":["Bo"],"source":"subject","time":"2031-11-02T18:34","triggers":[]}','1db12287847e5335921ce7258315d0b3e9eacc2af60c3ad0d03163f191880524','{"chance":"c6ef372fe94f82a5","people":{"Ada":{"free_at":35}},"serial":27,"turns":{"Ada":[35,26],"Cy":null}}',2996321012);
INSERT INTO "record" VALUES(1,11,'event',11,'{"action":"walk(Ada, Yard)","actor":"Ada","assents":[],"duration":5,"index":11,"kind":"action","learned":[],"minute":35,"motive":null,"perceivers":["Ada","Cy"],"problem":null,"refused_by":[],"source":"subject","time":"2031-11-02T18:35","triggers":[]}','3766b9575125eefc2ac330fadb81bcab85e1b4f43f837ba6ca360dfaf77afb87','{"chance":"c6ef372fe94f82a5","people":{"Ada":{"free_at":40}},"serial":29,"turns":{"Ada":[40,27],"Cy":[36,28]}}',3971120496);
INSERT INTO "record" VALUES(1,12,'event',12,'{"action":"walk(Bo, Mill)","actor":"Bo","assents":[],"duration":5,"index":12,"kind":"action","learned":[],"minute":38,"motive":null,"perceivers":["Bo","Cy"],"problem":null,"refused_by":[],"source":"character","time":"2031-11-02T18:38","triggers":[]}','43085872506cee33c822dfa910f67da69313ce3a923ae345d4bca81e99adb7a1','{"chance":"3fcd1e15e67972f9","people":{"Bo":{"free_at":43}},"serial":33,"turns":{"Bo":[59,32],"Cy":[39,31]}}',2705687589);
CREATE TABLE run (
             id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, seed TEXT NOT NULL, subject TEXT, limits TEXT NOT NULL,
             depth BIGINT NOT NULL, engine TEXT NOT NULL, created TEXT NOT NULL);
INSERT INTO "run" VALUES(1,'village-1','5','Ada','{"character": 3, "epistemic": 1, "author": -1}',3,'0.1.0','');
CREATE TABLE source_text (hash TEXT PRIMARY KEY, content TEXT NOT NULL);
INSERT INTO "source_text" VALUES('297f41b822dc40d0c00b86f3a37746cf02a9e9b1b57dcfd71171d8c3fa0fa30b','
world "Village" { start: "2031-11-02 18:00"; };
type place; type thing;
entity Hall : place; entity Yard : place; entity Mill : place;
entity Lamp : thing;
entity Ada : character { routine: walk; whim: 0.5; };
entity Bo : character { routine: walk, hum; };
entity Cy : character;
property at(c : character) : place;
property has(c : character) : thing;
property lies(t : thing) : place;
property dark() : boolean;
property rung() : boolean;
at(Ada) = Hall; at(Bo) = Yard; at(Cy) = Mill; lies(Lamp) = Mill; believes(Ada, lies(Lamp) = Yard);
action walk(c : character, to : place) {
  precondition: at(c) != to; effect: at(c) = to; consenting: c;
  observing(o : character): at(o) == at(c) | at(o) == to; duration: 5;
};
action take(c : character, t : thing, p : place) {
  precondition: at(c) == p & lies(t) == p; effect: lies(t) = ? & has(c) = t; consenting: c;
  observing(o : character): at(o) == p;
};
action give(from : character, to : character, t : thing) {
  precondition: from != to & has(from) == t & at(from) == at(to); effect: has(from) = ? & has(to) = t;
  consenting: from, to; observing(o : character): at(o) == at(from); duration: 2;
};
action hum(c : character) { consenting: c; observing(o : character): at(o) == at(c); duration: 3; };
action dusk() { precondition: !dark(); effect: dark(); schedule: daily at 20:00; };
action dawn() { precondition: dark(); effect: !dark(); schedule: daily at 06:00; };
action bell() { effect: if(rung()) !rung() else rung(); rate: 6; };
utility(Ada): if(has(Ada) == Lamp & dark()) 2 elseif(has(Ada) == Lamp) 1 else 0;
utility(Bo): if(has(Bo) == Lamp) 3 elseif(dark() & at(Bo) != Hall) -1 else 0;
utility(Cy): if(has(Ada) == Lamp) 1 else 0;
');
CREATE TABLE world (hash TEXT PRIMARY KEY, title TEXT NOT NULL, manifest TEXT NOT NULL);
INSERT INTO "world" VALUES('0672188241bb1e8a041e2a5e30c9ab3962855be73c72e2d09e93ae77823d2855','Village','[["village.world", "297f41b822dc40d0c00b86f3a37746cf02a9e9b1b57dcfd71171d8c3fa0fa30b"]]');
CREATE INDEX undo ON record (branch, seq) WHERE kind = 'undo';
COMMIT;
