"""The artists the simulator knows: who they are is fact, how big they are is only roughly so.

One artist a line: name | country code | genre | sub-genre | millions of monthly listeners.
A name given twice is two artists who share it, as happens upstream.
"""

ARTIST_LINES = """\
Billie Eilish|US|pop|alt pop|78
Tones and I|AU|pop|dance pop|14
Achille Lauro|IT|pop|italian pop|2.6
Annalisa|IT|pop|italian pop|3.1
Måneskin|IT|rock|glam rock|17
Mahmood|IT|pop|italian pop|2.9
Elodie|IT|pop|italian pop|2.4
Blanco|IT|pop|italian pop|2.1
Sfera Ebbasta|IT|hip-hop|italian trap|3.6
Geolier|IT|hip-hop|neapolitan rap|3.4
Marracash|IT|hip-hop|italian rap|2.7
Guè|IT|hip-hop|italian rap|2.8
Lazza|IT|hip-hop|italian trap|3.0
Tedua|IT|hip-hop|italian trap|2.2
Capo Plaza|IT|hip-hop|italian trap|2.0
Salmo|IT|hip-hop|italian rap|2.1
Fabri Fibra|IT|hip-hop|italian rap|2.2
Fedez|IT|pop|italian pop|2.3
Ultimo|IT|pop|italian pop|1.9
Tiziano Ferro|IT|pop|italian pop|3.3
Laura Pausini|IT|pop|latin pop|5.4
Eros Ramazzotti|IT|pop|latin pop|4.6
Andrea Bocelli|IT|classical|operatic pop|6.9
Ludovico Einaudi|IT|classical|neoclassical|7.8
Ennio Morricone|IT|soundtrack|film score|3.9
Jovanotti|IT|pop|italian pop|2.0
Vasco Rossi|IT|rock|italian rock|2.3
Ligabue|IT|rock|italian rock|1.6
Negramaro|IT|rock|italian rock|1.3
Cesare Cremonini|IT|pop|italian pop|1.7
Marco Mengoni|IT|pop|italian pop|2.4
Madame|IT|pop|italian pop|1.5
Levante|IT|pop|indie pop|0.4
Calcutta|IT|pop|indie pop|1.2
Tommaso Paradiso|IT|pop|indie pop|1.1
Pinguini Tattici Nucleari|IT|pop|indie pop|1.8
Ghali|IT|hip-hop|italian rap|2.0
Rkomi|IT|hip-hop|italian rap|1.6
Irama|IT|pop|italian pop|1.7
Rose Villain|IT|pop|italian pop|1.8
Angelina Mango|IT|pop|italian pop|1.2
Giorgia|IT|pop|soul pop|1.1
Gianna Nannini|IT|rock|italian rock|1.2
Zucchero|IT|blues|blues rock|1.9
Lucio Battisti|IT|pop|cantautori|1.5
Lucio Dalla|IT|pop|cantautori|1.3
Fabrizio De André|IT|folk|cantautori|0.9
Franco Battiato|IT|pop|art pop|1.1
Mina|IT|pop|classic pop|1.0
Raffaella Carrà|IT|pop|disco|1.6
Meduza|IT|electronic|house|11
Gigi D'Agostino|IT|electronic|italo dance|9.5
Coez|IT|pop|indie pop|1.4
Carl Brave|IT|hip-hop|indie rap|0.9
Gazzelle|IT|pop|indie pop|0.8
La Rappresentante di Lista|IT|pop|art pop|0.3
Subsonica|IT|rock|electronic rock|0.4
Verdena|IT|rock|alternative rock|0.1
Taylor Swift|US|pop|singer-songwriter|98
The Weeknd|CA|r&b|alternative r&b|110
Bruno Mars|US|pop|funk pop|112
Lady Gaga|US|pop|dance pop|105
Ariana Grande|US|pop|dance pop|82
Justin Bieber|CA|pop|dance pop|77
Drake|CA|hip-hop|pop rap|79
Rihanna|BB|pop|dance pop|84
Beyoncé|US|r&b|pop r&b|58
Adele|GB|pop|soul pop|55
Ed Sheeran|GB|pop|singer-songwriter|83
Coldplay|GB|rock|pop rock|86
Dua Lipa|GB|pop|dance pop|70
Harry Styles|GB|pop|pop rock|50
Sam Smith|GB|pop|soul pop|47
Lana Del Rey|US|pop|art pop|54
Olivia Rodrigo|US|pop|pop rock|46
Sabrina Carpenter|US|pop|dance pop|74
Doja Cat|US|pop|pop rap|54
SZA|US|r&b|alternative r&b|69
Kendrick Lamar|US|hip-hop|conscious hip hop|73
Travis Scott|US|hip-hop|trap|56
Post Malone|US|hip-hop|pop rap|59
Eminem|US|hip-hop|hardcore hip hop|75
Kanye West|US|hip-hop|art rap|65
Jay-Z|US|hip-hop|east coast hip hop|38
Nas|US|hip-hop|east coast hip hop|11
Future|US|hip-hop|trap|43
21 Savage|GB|hip-hop|trap|49
Tyler, The Creator|US|hip-hop|alternative hip hop|44
Frank Ocean|US|r&b|alternative r&b|36
Childish Gambino|US|hip-hop|alternative hip hop|24
J. Cole|US|hip-hop|conscious hip hop|37
Nicki Minaj|TT|hip-hop|pop rap|41
Cardi B|US|hip-hop|trap|33
Megan Thee Stallion|US|hip-hop|southern hip hop|29
Lizzo|US|pop|funk pop|18
Miley Cyrus|US|pop|pop rock|56
Katy Perry|US|pop|dance pop|57
Selena Gomez|US|pop|dance pop|54
Shawn Mendes|CA|pop|singer-songwriter|42
Charlie Puth|US|pop|dance pop|43
Imagine Dragons|US|rock|pop rock|62
OneRepublic|US|pop|pop rock|61
Maroon 5|US|pop|pop rock|66
Linkin Park|US|rock|nu metal|48
Metallica|US|metal|thrash metal|27
Red Hot Chili Peppers|US|rock|funk rock|37
Foo Fighters|US|rock|alternative rock|25
Green Day|US|rock|punk rock|31
Nirvana|US|rock|grunge|35
Nirvana|GB|rock|psychedelic pop|0.06
Pearl Jam|US|rock|grunge|15
Radiohead|GB|rock|art rock|33
Arctic Monkeys|GB|rock|indie rock|54
The Beatles|GB|rock|british invasion|39
The Rolling Stones|GB|rock|classic rock|27
Queen|GB|rock|classic rock|51
Pink Floyd|GB|rock|progressive rock|21
Led Zeppelin|GB|rock|hard rock|19
David Bowie|GB|rock|glam rock|22
Elton John|GB|pop|piano rock|47
Fleetwood Mac|GB|rock|soft rock|38
ABBA|SE|pop|disco|30
Depeche Mode|GB|electronic|synth-pop|17
The Cure|GB|rock|post-punk|18
Oasis|GB|rock|britpop|25
Blur|GB|rock|britpop|10
Gorillaz|GB|electronic|alternative hip hop|35
Massive Attack|GB|electronic|trip hop|8.7
Portishead|GB|electronic|trip hop|4.3
Aphex Twin|GB|electronic|idm|5.2
Four Tet|GB|electronic|folktronica|2.6
Fred again..|GB|electronic|house|13
Calvin Harris|GB|electronic|edm|58
Florence + The Machine|GB|rock|indie pop|22
Sleaford Mods|GB|rock|post-punk|0.3
PJ Harvey|GB|rock|alternative rock|1.1
Kate Bush|GB|pop|art pop|11
Amy Winehouse|GB|soul|neo soul|20
Sade|GB|r&b|quiet storm|15
Stormzy|GB|hip-hop|grime|9.1
Central Cee|GB|hip-hop|uk drill|29
Raye|GB|pop|soul pop|25
Charli xcx|GB|pop|hyperpop|33
AC/DC|AU|rock|hard rock|36
Tame Impala|AU|rock|psychedelic pop|33
Kylie Minogue|AU|pop|dance pop|21
Sia|AU|pop|dance pop|55
INXS|AU|rock|new wave|9.8
Nick Cave & The Bad Seeds|AU|rock|post-punk|2.4
King Gizzard & The Lizard Wizard|AU|rock|psychedelic rock|2.1
Lorde|NZ|pop|electropop|26
Crowded House|NZ|rock|pop rock|7.2
Rosalía|ES|pop|flamenco pop|24
Enrique Iglesias|ES|pop|latin pop|36
Alejandro Sanz|ES|pop|latin pop|13
C. Tangana|ES|hip-hop|latin urban|9.6
Quevedo|ES|hip-hop|latin urban|26
Aitana|ES|pop|spanish pop|14
Julio Iglesias|ES|pop|latin pop|6.1
Bad Bunny|PR|latin|reggaeton|85
Daddy Yankee|PR|latin|reggaeton|45
Ozuna|PR|latin|reggaeton|40
Rauw Alejandro|PR|latin|reggaeton|53
Luis Fonsi|PR|latin|latin pop|29
Ricky Martin|PR|latin|latin pop|17
Shakira|CO|latin|latin pop|67
J Balvin|CO|latin|reggaeton|44
KAROL G|CO|latin|reggaeton|56
Maluma|CO|latin|reggaeton|38
Juanes|CO|latin|latin rock|15
Feid|CO|latin|reggaeton|37
Peso Pluma|MX|latin|corridos tumbados|45
Luis Miguel|MX|latin|bolero|22
Maná|MX|latin|latin rock|22
Natalia Lafourcade|MX|latin|folk|8.8
Café Tacvba|MX|latin|latin rock|6.4
Junior H|MX|latin|corridos tumbados|33
Soda Stereo|AR|latin|latin rock|11
Duki|AR|hip-hop|latin trap|19
Bizarrap|AR|electronic|latin urban|30
Nathy Peluso|AR|hip-hop|latin urban|7.0
Mon Laferte|CL|latin|latin alternative|9.2
Anitta|BR|pop|funk carioca|29
Jorge Ben Jor|BR|mpb|samba rock|4.4
Caetano Veloso|BR|mpb|tropicália|4.6
Gilberto Gil|BR|mpb|tropicália|3.9
Marília Mendonça|BR|sertanejo|sertanejo|13
Alok|BR|electronic|brazilian bass|19
Sepultura|BR|metal|thrash metal|1.0
Amália Rodrigues|PT|fado|fado|0.5
Madredeus|PT|folk|fado|0.2
Daft Punk|FR|electronic|french house|26
David Guetta|FR|electronic|edm|76
Air|FR|electronic|downtempo|3.6
Phoenix|FR|rock|indie pop|5.7
Justice|FR|electronic|french house|7.5
Aya Nakamura|FR|pop|french pop|10
Stromae|BE|pop|electropop|12
Angèle|BE|pop|french pop|8.1
Indila|FR|pop|french pop|14
Gims|CD|hip-hop|french rap|12
Édith Piaf|FR|chanson|chanson|4.2
Charles Aznavour|FR|chanson|chanson|3.1
Christine and the Queens|FR|pop|synth-pop|1.4
Rammstein|DE|metal|industrial metal|13
Kraftwerk|DE|electronic|krautrock|2.3
Scorpions|DE|rock|hard rock|16
Zedd|DE|electronic|edm|22
Robin Schulz|DE|electronic|deep house|20
Apache 207|DE|hip-hop|german rap|5.5
Die Ärzte|DE|rock|punk rock|1.7
Falco|AT|pop|new wave|4.0
Avicii|SE|electronic|edm|37
Zara Larsson|SE|pop|dance pop|33
Robyn|SE|pop|electropop|5.1
Swedish House Mafia|SE|electronic|progressive house|22
Ghost|SE|metal|heavy metal|11
First Aid Kit|SE|folk|indie folk|2.9
Aurora|NO|pop|art pop|14
Kygo|NO|electronic|tropical house|29
a-ha|NO|pop|synth-pop|16
Girl in Red|NO|rock|indie pop|9.9
MØ|DK|pop|electropop|13
Lukas Graham|DK|pop|soul pop|15
Volbeat|DK|metal|heavy metal|3.0
Björk|IS|electronic|art pop|2.7
Sigur Rós|IS|rock|post-rock|1.8
Of Monsters and Men|IS|folk|indie folk|11
Kaleo|IS|rock|blues rock|11
HIM|FI|rock|gothic rock|4.5
Nightwish|FI|metal|symphonic metal|2.0
U2|IE|rock|pop rock|22
The Cranberries|IE|rock|alternative rock|22
Hozier|IE|rock|indie folk|43
Fontaines D.C.|IE|rock|post-punk|5.6
Enya|IE|new age|celtic|6.2
Tiësto|NL|electronic|edm|45
Martin Garrix|NL|electronic|edm|27
Armin van Buuren|NL|electronic|trance|12
Within Temptation|NL|metal|symphonic metal|1.9
Behemoth|PL|metal|black metal|0.4
Vangelis|GR|soundtrack|synth|1.6
Tarkan|TR|pop|turkish pop|2.8
Sezen Aksu|TR|pop|turkish pop|3.2
BTS|KR|k-pop|k-pop|31
BLACKPINK|KR|k-pop|k-pop|27
PSY|KR|k-pop|k-pop|7.7
NewJeans|KR|k-pop|k-pop|13
Hikaru Utada|JP|j-pop|j-pop|2.5
YOASOBI|JP|j-pop|j-pop|6.3
Ryuichi Sakamoto|JP|classical|ambient|3.0
Fujii Kaze|JP|j-pop|j-pop|6.0
Arijit Singh|IN|bollywood|filmi|44
A.R. Rahman|IN|bollywood|film score|39
Shreya Ghoshal|IN|bollywood|filmi|38
Niki|ID|r&b|indie pop|12
Burna Boy|NG|afrobeats|afrofusion|17
Wizkid|NG|afrobeats|afropop|15
Rema|NG|afrobeats|afrorave|26
Fela Kuti|NG|afrobeat|afrobeat|0.9
Tyla|ZA|afrobeats|amapiano|23
Black Coffee|ZA|electronic|afro house|4.8
Youssou N'Dour|SN|world|mbalax|0.7
Bob Marley & The Wailers|JM|reggae|roots reggae|23
Sean Paul|JM|reggae|dancehall|36
Michael Jackson|US|pop|dance pop|50
Prince|US|funk|minneapolis sound|14
Madonna|US|pop|dance pop|32
Whitney Houston|US|r&b|soul pop|33
Stevie Wonder|US|soul|motown|23
Bob Dylan|US|folk|singer-songwriter|17
Bruce Springsteen|US|rock|heartland rock|20
Nina Simone|US|jazz|vocal jazz|9.3
Miles Davis|US|jazz|modal jazz|4.1
Sufjan Stevens|US|folk|indie folk|9.0
Bon Iver|US|folk|indie folk|15
Phoebe Bridgers|US|rock|indie rock|9.4
Mitski|US|rock|indie rock|24
Tool|US|metal|progressive metal|5.0
!!!|US|electronic|dance punk|0.2
"""
