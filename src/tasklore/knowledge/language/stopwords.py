"""Function words of the languages that are told apart and searched with their own grammar.

The lists serve twice: a document's language is the one whose function words it uses most, and words
that carry no subject are left out of the index. Question words stand with them, because a question
shares them with every other question.
"""

from typing import Final

STOPWORDS: Final[dict[str, frozenset[str]]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": """
            a about above after again against all also although am among an and any are as at be because
            been before being below between both but by can cannot could did do does doing done down during
            each either else ever every few for from further get got had has have having he her here hers
            herself him himself his how however i if in into is it its itself just least less let many may
            me might more most much must my myself neither nor no not now of off often on once one only or
            other others our ours ourselves out over own per quite rather same shall she should since so
            some such than that the their theirs them themselves then there these they this those though
            through thus to too under until unless up upon us very was we were what when where whether which
            while who whom whose why will with within without would yet you your yours yourself yourselves s
            t d ll m re ve""",
        "de": """
            aber alle allem allen aller alles als also am an andere anderen auch auf aus außer bei beim bin
            bis bist da dabei dadurch dafür dagegen daher damit dann daran darauf daraus darf darin darum
            das dass daß davon dazu dein deine dem den denen denn der deren des dessen deshalb die dies
            diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige
            einigen er es etwa etwas euch euer für gab gegen gibt habe haben hat hatte hatten hier hin
            hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins ist ja jede jedem
            jeden jeder jedes jedoch jene jener kann kein keine keinem keinen keiner können könnte konnte
            konnten man mehr mein meine mich mir mit muss müssen musste nach nachdem nicht nichts noch nun
            nur ob obwohl oder ohne sehr sei seien sein seine seinem seinen seiner seit selbst sich sie sind
            so sogar solche sollte sondern sowie sowohl über um und uns unser unsere unter vom von vor wann
            war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden
            wessen wie wieder wieso wird wo wobei wodurch wofür woher wohin womit wurde wurden während würde
            würden zu zum zur zwar zwischen""",
        "fr": """
            à afin ai aient ailleurs ainsi alors après as au aucun aucune aussi autre autres aux avait
            avaient avant avec avez avoir avons ayant beaucoup c car ce ceci cela celle celles celui
            cependant ces cet cette ceux chaque chez combien comme comment d dans de depuis des dès deux
            donc dont du elle elles en encore entre est et étaient était étant été être eu eut eux fait faut
            fois font furent fut il ils j jamais je jusque l la laquelle là le lequel les lesquels leur
            leurs lors lorsque lui m ma mais me même mêmes mes moi moins mon n ne ni non nos notre nous on
            ont or ou où par parce parmi pas pendant peu peut peuvent plus plusieurs plutôt pour pourquoi
            puis qu quand que quel quelle quelles quelque quelques quels qui quoi s sa sans se sera seront
            ses si soit son sont sous sur t ta tandis te tel telle telles tels tes toi ton tous tout toute
            toutes très tu un une vers via voici voilà vos votre vous y""",
        "es": """
            a al algo algún alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos aquí
            así aun aún aunque bajo cada casi como cómo con contra cual cuál cuales cuáles cualquier cuando
            cuándo cuánta cuántas cuánto cuántos de del desde después donde dónde dos durante e el él ella
            ellas ello ellos en entonces entre era eran es esa esas ese eso esos esta está estaba estado
            están estar estas este esto estos fue fueron ha había habían haber hace hacia han hasta hay la
            las le les lo los luego más me mediante menos mi mientras mismo misma mucho mucha muchos muchas
            muy nada ni ningún ninguna no nos nosotros nuestra nuestro o otra otras otro otros para pero
            poco por porque pues que qué quien quién quienes quiénes se sea según ser será si sí sido
            siempre sin sino sobre solo sólo son su sus también tampoco tan tanto te tiene tienen toda todas
            todavía todo todos tras tu tus u un una unas uno unos usted y ya yo""",
        "it": """
            a abbia abbiamo ad agli ai al alcune alcuni alla alle allo allora altra altre altri altro anche
            ancora avere aveva avevano c che chi ci ciò cioè col come con contro cosa così cui d da dagli
            dai dal dalla dalle dallo degli dei del della delle dello dentro di dopo dove dunque durante e è
            ed egli era erano essa esse essere essi fa fra fu furono già gli ha hai hanno ho i il in invece
            io l la là le lei li lo loro lui ma mai me mentre mi mia mio molta molte molti molto ne né negli
            nei nel nella nelle nello noi non nostra nostro o ogni oltre oppure per perché però più poco poi
            prima proprio qual quale quali qualche quando quanta quante quanti quanto quasi quei quel quella
            quelle quelli quello questa queste questi questo qui quindi sarà se sempre senza si sia siano
            sono sopra sotto stata stati stato su sua sue sugli sui sul sulla sulle suo suoi tra troppo tu
            tutta tutte tutti tutto un una uno vi voi""",
        "pt": """
            a à algo algum alguma algumas alguns ao aos apenas após aquela aquelas aquele aqueles aquilo as
            às assim até bem cada com como contra cuja cujo da daquele das de dela dele deles depois desde
            dessa desse desta deste do dos durante e é ela elas ele eles em enquanto então entre era eram
            essa essas esse esses esta está estão estas estava este estes eu foi foram há isso isto já la
            lhe lhes lo mais mas me menos mesma mesmo meu minha muita muitas muito muitos na nada nas nem
            nenhum nenhuma no nos nós nossa nosso num numa o onde os ou outra outras outro outros para pela
            pelas pelo pelos pode podem pois por porém porque porquê pouco qual quais quando quanta quantas
            quanto quantos que quê quem são se seja sem sempre sendo ser será seu seus si sido sob sobre sua
            suas também tanto te tem têm ter teve tinha toda todas todo todos tu tudo um uma umas uns você
            vocês""",
        "nl": """
            aan al alle alleen als altijd andere ben bij bijna daar daarom dan dat de deze die dit doen door
            dus echter een eens eerste en enkele er ervan ge geen had hadden haar hebben heeft hem hen het
            hier hij hoe hoeveel hun iets ik in is ja je kan kon konden kunnen maar me meer men met mijn
            moet na naar niet nog nu of om omdat ondanks onder ons ook op over sinds soms tegen terwijl te
            tijdens toch toen tot tussen u uit van vanaf veel via voor waar waarbij waardoor waarin waarom
            wanneer waren was wat we weer wel welk welke werd werden wie wiens wij wil worden wordt zal ze
            zei zelf zich zij zijn zo zoals zonder zou zouden zullen""",
        "sv": """
            alla allt än andra åt att av bara blev bli blir de dem den denna deras dess dessa det detta dig
            din ditt du där då efter eftersom ej eller en ett från för genom ha hade han hans har henne
            hennes hon honom hur här i icke in inga ingen inom inte ja jag kan kunde man med mellan men mer
            mest mig min mitt mot mycket när några någon något nu och också om oss på sedan sig sin sina
            sitt ska skulle som så sådan till två under upp ut utan vad var vara varför varit vem vems vi
            vid vilka vilken vilket än är över""",
        "da": """
            ad af aldrig alle alt anden andet at blev blive bliver da de dem den denne der deres det dette
            dig din dit dog du efter eller en end er et flere for fordi fra før ham han hans har havde have
            hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår
            i ikke ind ingen jeg jer kan kom kunne man mange med meget mellem men mere mest mig min mit mod
            må ned nogen noget nogle nu når og også om op os over på samme selv sig sin sit skal skulle som
            så sådan thi til ud uden under var ved vi vil ville være været""",
        "no": """
            alle alt andre at av bare ble blei bli blir både da de dei dem den denne der deres det dette din
            disse du eg ein eit eller en enn er et etter fra for før ha hadde han hans har henne hennes her
            hun hva hvem hver hvilke hvilken hvis hvor hvordan hvorfor i ikke ikkje ingen inn ja jeg kan kom
            korleis kunne man mange med meg mellom men mer mest mot mye må ned noe noen nå når og også om
            opp oss over på samme seg selv si siden sin sine sitt skal skulle som så til ut uten var ved vi
            vil ville vært være å""",
        "fi": """
            ei eikä eivät ennen että he hän hänen häntä itse ja joiden joista joka jokin joko jolla jolloin
            jonka jos joskus jossa josta jota jotka jotta juuri kaikki kanssa keskellä keitä ketkä koska
            kuin kuinka kuitenkin kuka kun lähes me mikä mikäli miksi milloin millä minkä minä missä mistä
            mitkä mitä moni mukaan mutta myös ne niiden niin niitä noin nyt näin nämä ole oli olivat olla on
            ovat se sekä sen siellä siinä sillä siis sitten sitä tai tuo tämä tämän tätä vaan vai vaikka
            vain voi yli""",
        "pl": """
            a aby albo ale ależ bardzo bez był była było były być bo bowiem by chyba ci co coś czy czyli
            czym dla dlaczego dlatego do gdy gdyż gdzie gdzieś go i ich ile im innych iż ja jak jaka jaką
            jaki jakie jako je jednak jego jej jemu jest jeśli jeszcze już każdy kiedy kim kogo kto która
            które którego której który których którym którzy lecz lub ma mi między mnie mogą może można mu
            my na nad nam nawet nas nasz nie nich nie niej nim niż no o od on ona one oni oraz po pod
            podczas pomiędzy ponieważ poza przed przede przez przy również są się swoje ta tak także tam te
            tego tej ten też to tu tych tylko tym u w we wiele właśnie wszystko z za ze został została
            zostały że żeby""",
        "cs": """
            a aby ale ani ano asi až bez bude by byl byla byli bylo být co což čeho či další do dva ho i ich
            ja jak jaké jaký jako je jeho její jejich jen ještě ji jiné již jsem jsou k kam kde kdo kdy když
            ke která které kterého kterou který kteří ku kolik ma mají má mezi mi mít mnoho mohou může my na
            nad nám nás ne nebo neboť není než nic o od on ona oni ono pak po pod podle pokud pouze právě
            pro proč proti protože před přes při s se si své svůj ta tak také takže tam tato te tedy ten
            tento této tím to tom tomto toho tu ty tyto u už v vás ve však všech všechny vy z za ze že""",
        "ru": """
            а без более больше будет будто бы был была были было быть в вам вас ведь весь во вот все всегда
            всего всех вы где да даже два для до его ее её если есть еще ещё же за здесь и из или им иногда
            их к каждый как какая какие какой какого каком когда кого которая которого которой котором
            которую которые который которых кто куда ли лишь между меня мне много можно мой мы на над надо
            наконец нас не него нее нет ни ними них но ну о об однако около он она они оно от откуда очень
            перед по под после потом потому почему почти при про раз с сам свое свои своей своего себе себя
            сейчас сколько со так также такой там те тем теперь то тогда того тоже той только том тот три
            тут ты у уже хотя чего чей чем через что чтобы чуть эта эти этого этой этом этот эту я является""",
        "uk": """
            а або але без би був була були було бути в вам вас вже ви від він вона вони воно все всі де для
            до його її і із їх інші й к коли кого котра котрий куди лише ми між мені може на над навіть нам
            нас не ні них о один однак перед по під після при про проти саме свою собі та так також там те
            ти тим то тобто того тоді той тому треба у хто це цей ця ці цього цих час чи через чому що щоб
            щодо я як яка яке який яких якого які якщо скільки є з за зі""",
        "tr": """
            acaba ama ancak arada aslında bana bazı belki ben beni benim bile bir birçok biri birkaç biz
            bize bizim bu buna bunda bundan bunlar bunu bunun çok çünkü da daha dahi de defa diğer diye
            dolayı değil en eğer gibi göre hangi hangisi hem henüz hep hepsi her hiç için içinde ile ilgili
            ise kaç kadar karşı kendi kez ki kim kime kimin mı mi mu mü nasıl ne neden nedir nerede nereye
            niçin niye o olan olarak oldu olduğu olmak olur ona onlar onun oysa öyle sadece sanki sen siz
            sonra şey şu tarafından tüm üzere var ve veya ya yani yer yine yok zaten zaman""",
        "hu": """
            a abban ahhoz ahogy ahol aki akik akkor alatt amely amelyek amelyet ami amikor amit arra át az
            azért azok azon azonban azt aztán azzal be belül benne csak de e egy egyes egyéb egyik el előtt
            én és ez ezek ezen ezért ezt ezzel fel felé ha hanem hány hogy hogyan hol honnan hova így igen
            illetve ill ilyen is itt jó kell kellett ki kik kinek kit közül között le legalább lehet lett
            még meg mely melyek melyik mennyi mert mi mik mikor milyen mind minden mint mit míg most nagyon
            nem nincs ő ők olyan ott össze persze s saját se sem számára szerint talán te tehát teljes több
            tovább úgy után utolsó vagy van vannak való vele volt voltak volna""",
        "ro": """
            a acea aceasta această aceea acei aceia acel acela acele acest acesta aceste acestea acestor
            acestui acolo acum ai aici al ale alt alte altele am ar are asta astfel au avea avut ba bine ca
            că când care căreia căror cărora căruia cât câte câți ce cea ceea cel cele celor cere chiar ci
            cine cu cum cui da dacă dar de deci decât deja deși din dintre doar după ea ei el ele era erau
            este eu face fără fi fie fiecare fiind foarte fost i iar îi îl în înainte într între și îşi la
            le li lor lui mai mult multe mulți ne nici nimic noi nostru nu nume o or ori orice pe pentru
            peste până prin printre sa să sale sau se sub sunt te toate tot toți tu un una unde unei unele
            unor unui vom vor""",
        "el": """
            αλλά αν αντί από αυτά αυτές αυτή αυτό αυτοί αυτός αυτού αυτούς αυτών για γιατί δε δεν δηλαδή
            διότι εάν εγώ είναι είτε εκείνη εκείνο εκείνος εμείς ένα έναν ένας ενός ενώ επειδή επίσης εσύ
            έτσι έχει έχουν η ή ήταν θα και κάθε κατά κι μα με μέχρι μετά μη μην μια μία μας μου να ο οι
            όμως όπου όπως όσο όταν ότι ούτε όχι παρά περισσότερο πια πιο ποια ποιες ποιο ποιοι ποιος πολύ
            που πού πόσα πόσες πόσο πόσοι πότε πριν προς πως πώς σαν σας σε στα στη στην στις στο στον στους
            σχετικά τα τη την της τι τις το τον τόσο του τους τότε των χωρίς ως""",
        "ca": """
            a això al algun alguna alguns als altra altre altres amb aquell aquella aquest aquesta aquestes
            aquests així bé cada cap com contra d da de del dels des després doncs durant e el ell ella
            elles ells els em en encara entre era eren és esta està estan et fins fou ha han havia hi ho i l
            la les li llavors m malgrat més mentre meu molt molta molts n ni no nosaltres o on per perquè
            però poc pot quan quant quants que què qual quals qualsevol quin quina quines quins qui s sa se
            segons sense ser seu seva si sí sobre són sota també tan tant te tenen té tot tota totes tots un
            una unes uns va van""",
        "id": """
            ada adalah agar akan akibat anda antara apa apakah atas atau bagi bagaimana bahwa banyak
            beberapa begitu belum berapa bisa bukan dalam dan dapat dari daripada dengan di dia hal hanya
            harus hingga ia ini itu jika juga kapan karena kami kata ke kemudian kepada kita lagi lain lebih
            maka mana masih melalui mengapa menjadi menurut mereka namun oleh pada para paling pernah pun
            saat saja saling sampai sangat saya sebagai sebelum sebuah secara sedang sehingga sejak selama
            seluruh semua sementara seorang seperti serta setelah setiap siapa suatu sudah tanpa telah
            tentang tersebut tetapi tidak untuk yaitu yakni yang""",
    }.items()
}
