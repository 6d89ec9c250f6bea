/// The effect of commands in Vim 9.0, from `Oracle/record_vim.py 1 700`: text, keys and text again, separated by tabs;
/// `|` is the cursor, `
///
/// ` a line end.
let vimRecordings = #"""
      ¶   ¶abc  ¶|	2Rz<backspace>q<enter>w<escape>	  ¶   ¶abc  ¶q¶wq¶|w
      ¶   ¶abc  ¶|	2gJ	  ¶   ¶abc  ¶|
      ¶   ¶abc  ¶|	3T 	  ¶   ¶abc  ¶|
      ¶   ¶abc  ¶|	3yf 	  ¶   ¶abc  ¶|
      ¶   ¶abc  ¶|	3~	  ¶   ¶abc  ¶|
      ¶   ¶abc  ¶|	>>3G2.	  ¶   ¶    |abc  ¶
      ¶   ¶abc  ¶|	A;<escape>t ;2.	  ¶   ¶abc  ¶;;|;
      ¶   ¶abc  ¶|	Axq<enter>w<escape>	  ¶   ¶abc  ¶xq¶|w
      ¶   ¶abc  ¶|	Ca b<escape>	  ¶   ¶abc  ¶a |b
      ¶   ¶abc  ¶|	Ifoo bar<ctrl-w>foo bar<ctrl-w><escape>	  ¶   ¶abc  ¶foo foo| 
      ¶   ¶abc  ¶|	X	  ¶   ¶abc  ¶|
      ¶   ¶abc  ¶|	cj<enter><escape>	  ¶   ¶abc  ¶|
      ¶   ¶abc  ¶|	guu	  ¶   ¶abc  ¶|
      ¶   ¶abc  ¶|	ifoox<escape>	  ¶   ¶abc  ¶foo|x
      ¶   ¶abc  ¶|	viwtacx<escape>	  ¶   ¶abc |x
      ¶   ¶abc  ¶|	vk$u<escape>	  ¶   ¶abc | ¶
      ¶   ¶abc  ¶|	vt ;3gg~<escape>	  ¶   ¶|ABC  ¶
      ¶   ¶abc  ¶|	y2aw<escape>	  ¶   ¶abc  ¶|
      ¶   ¶abc  ¶|	yyggp	  ¶|¶   ¶abc  ¶
      ¶   ¶abc | ¶	0	  ¶   ¶|abc  ¶
      ¶   ¶abc | ¶	yywP	  ¶   ¶abc  ¶|abc  ¶
      ¶   ¶abc|  ¶	2w	  ¶   ¶abc  ¶|
      ¶   ¶abc|  ¶	Afoo<enter><escape>	  ¶   ¶abc  foo¶|¶
      ¶   ¶abc|  ¶	VEap<lt><escape>	  ¶   ¶|abc  ¶
      ¶   ¶abc|  ¶	gu3gg	  ¶   ¶|abc  ¶
      ¶   ¶abc|  ¶	v^i'ra<escape>	  ¶   ¶|aaaa ¶
      ¶   ¶abc|  ¶	yy	  ¶   ¶abc|  ¶
      ¶   ¶ab|c  ¶	<lt><lt>	  ¶   ¶|abc  ¶
      ¶   ¶ab|c  ¶	A;<escape>2f .	  ¶   ¶abc  ;|;¶
      ¶   ¶ab|c  ¶	C<enter><escape>	  ¶   ¶ab¶|¶
      ¶   ¶ab|c  ¶	di"<escape>	  ¶   ¶ab|c  ¶
      ¶   ¶ab|c  ¶	dw3fa;2.	  ¶   ¶|a¶
      ¶   ¶ab|c  ¶	gUaw<escape>	  ¶   ¶|ABC  ¶
      ¶   ¶ab|c  ¶	g~~	  ¶   ¶|ABC  ¶
      ¶   ¶ab|c  ¶	ra	  ¶   ¶ab|a  ¶
      ¶   ¶ab|c  ¶	v3baw><escape>	     | ¶       ¶    abc  ¶
      ¶   ¶a|bc  ¶	2|	  ¶   ¶a|bc  ¶
      ¶   ¶a|bc  ¶	gu2b	|  ¶   ¶abc  ¶
      ¶   ¶|abc  ¶	3G	  ¶   ¶|abc  ¶
      ¶   ¶|abc  ¶	A;<escape>tau<ctrl-r>	  ¶   ¶abc  |;¶
      ¶   ¶|abc  ¶	J	  ¶   ¶abc | 
      ¶   ¶|abc  ¶	vWap<lt><escape>	  ¶   ¶|abc  ¶
      ¶  | ¶abc  ¶	2i  yé<escape>	  ¶    yé  y|é ¶abc  ¶
      ¶  | ¶abc  ¶	O<enter>x<escape>	  ¶¶   |x¶   ¶abc  ¶
      ¶  | ¶abc  ¶	ccz<backspace><escape>	  ¶  | ¶abc  ¶
      ¶  | ¶abc  ¶	gUi[<escape>	  ¶  | ¶abc  ¶
      ¶ |  ¶abc  ¶	2J	  ¶   |abc  ¶
      ¶ |  ¶abc  ¶	Aa bq<enter>w<escape>	  ¶   a bq¶   |w¶abc  ¶
      ¶ |  ¶abc  ¶	Ia bq<enter>w<escape>	  ¶   a bq¶   |w¶abc  ¶
      ¶ |  ¶abc  ¶	Ifoo bar<ctrl-w>z<backspace><escape>	  ¶   foo| ¶abc  ¶
      ¶ |  ¶abc  ¶	Rfooq<enter>w<escape>	  ¶ fooq¶ |w¶abc  ¶
      ¶ |  ¶abc  ¶	c3i(  y<escape>	  ¶   ¶|abc  ¶
      ¶ |  ¶abc  ¶	gu3E	  ¶ |  ¶abc  ¶
      ¶ |  ¶abc  ¶	yy2F P	  ¶  | ¶   ¶abc  ¶
      ¶|   ¶abc  ¶	0	  ¶|   ¶abc  ¶
      ¶|   ¶abc  ¶	2}	  ¶   ¶abc  ¶|
      ¶|   ¶abc  ¶	<lt><lt>	  ¶|¶abc  ¶
      ¶|   ¶abc  ¶	Ra bfoo bar<ctrl-w><escape>	  ¶a bfoo| ¶abc  ¶
      ¶|   ¶abc  ¶	g~2gg	  ¶|   ¶abc  ¶
      ¶|   ¶abc  ¶	yyGp	  ¶   ¶abc  ¶¶  | 
      ¶|   ¶abc  ¶	yy{3P	  | ¶   ¶   ¶  ¶   ¶abc  ¶
     | ¶   ¶abc  ¶	2$	  ¶  | ¶abc  ¶
     | ¶   ¶abc  ¶	>>2ku<ctrl-r>	 |     ¶   ¶abc  ¶
     | ¶   ¶abc  ¶	Viw2bcfoo<escape>	fo|o ¶   ¶abc  ¶
     | ¶   ¶abc  ¶	r<enter>	 ¶|¶   ¶abc  ¶
     | ¶   ¶abc  ¶	ta	 | ¶   ¶abc  ¶
     | ¶   ¶abc  ¶	yy20p	  ¶ | ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶  ¶   ¶abc  ¶
     | ¶   ¶abc  ¶	yyggp	  ¶ | ¶   ¶abc  ¶
    (¶  a¶)¶|b	2>>	(¶  a¶)¶|b
    (¶  a¶)¶|b	2}	(¶  a¶)¶|b
    (¶  a¶)¶|b	3g_	(¶  a¶)¶|b
    (¶  a¶)¶|b	>2G	(¶      |a¶    )¶    b
    (¶  a¶)¶|b	Vbta<escape><escape>	(¶  a¶|)¶b
    (¶  a¶)¶|b	aq<enter>wfoo bar<ctrl-w><escape>	(¶  a¶)¶bq¶wfoo| 
    (¶  a¶)¶|b	axé<escape>	(¶  a¶)¶bx|é
    (¶  a¶)¶|b	c3i{foo<escape>	(¶  a¶)¶b¶|
    (¶  a¶)¶|b	d-	(¶  |a
    (¶  a¶)¶|b	d3i'<escape>	(¶  a¶)¶|b
    (¶  a¶)¶|b	dB	(¶  a¶|b
    (¶  a¶)¶|b	v3G+y<escape>	(¶  a¶)¶|b
    (¶  a¶)¶|b	yy	(¶  a¶)¶|b
    (¶  a¶)¶|b	yy2{P	(¶  a¶)¶|b¶b
    (¶  a¶)¶|b	{	|(¶  a¶)¶b
    (¶  a¶)¶|b	~	(¶  a¶)¶|B
    (¶  a¶|)¶b	22|	(¶  a¶|)¶b
    (¶  a¶|)¶b	2c5|q<enter>w<escape>	(¶  a¶q¶|w)¶b
    (¶  a¶|)¶b	3>>	(¶  a¶    |)¶    b
    (¶  a¶|)¶b	3>B	    |(¶      a¶)¶b
    (¶  a¶|)¶b	3O<enter><enter><escape>	(¶  a¶¶¶¶¶¶¶¶¶|¶)¶b
    (¶  a¶|)¶b	3g~B	|(¶  A¶)¶b
    (¶  a¶|)¶b	>2-	    |(¶      a¶    )¶b
    (¶  a¶|)¶b	A;<escape>ta2.	(¶  a¶);;|;¶b
    (¶  a¶|)¶b	Az<backspace>a b<escape>	(¶  a¶)a |b¶b
    (¶  a¶|)¶b	F 	(¶  a¶|)¶b
    (¶  a¶|)¶b	J	(¶  a¶)| b
    (¶  a¶|)¶b	Oxé<escape>	(¶  a¶x|é¶)¶b
    (¶  a¶|)¶b	V25|fa;ra<escape>	(¶  a¶|a¶b
    (¶  a¶|)¶b	V{3E<escape><escape>	(¶  a¶)¶|b
    (¶  a¶|)¶b	a<enter>z<backspace><escape>	(¶  a¶)¶|¶b
    (¶  a¶|)¶b	ccfoo bar<ctrl-w><escape>	(¶  a¶foo| ¶b
    (¶  a¶|)¶b	vgE2ta<lt><escape>	(¶|a¶)¶b
    (¶  a¶|)¶b	vi'3}><escape>	(¶  a¶    |)¶b
    (¶  a¶|)¶b	yy%P	|)¶(¶  a¶)¶b
    (¶  a¶|)¶b	yyEp	(¶  a¶)¶b¶|)
    (¶  a¶|)¶b	yygeP	(¶|)¶  a¶)¶b
    (¶  |a¶)¶b	<lt>2^	(¶|a¶)¶b
    (¶  |a¶)¶b	<lt>3F 	(¶  |a¶)¶b
    (¶  |a¶)¶b	Afooé<escape>	(¶  afoo|é¶)¶b
    (¶  |a¶)¶b	Vf t u<escape>	(¶|  a¶)¶b
    (¶  |a¶)¶b	Y	(¶  |a¶)¶b
    (¶  |a¶)¶b	dd	(¶|)¶b
    (¶  |a¶)¶b	x2gg.	(¶| ¶)¶b
    (¶  |a¶)¶b	xEu	(¶  |a¶)¶b
    (¶  |a¶)¶b	yi[<escape>	(¶  |a¶)¶b
    (¶ | a¶)¶b	2k	|(¶  a¶)¶b
    (¶ | a¶)¶b	2~	(¶  |A¶)¶b
    (¶ | a¶)¶b	3g~3%	|(¶  A¶)¶b
    (¶ | a¶)¶b	3oéfoo bar<ctrl-w><escape>	(¶  a¶  éfoo ¶  éfoo ¶  éfoo| ¶)¶b
    (¶ | a¶)¶b	c2a"foo<escape>	(¶  a¶|¶)¶b
    (¶ | a¶)¶b	ca'<enter><escape>	(¶  a¶|)¶b
    (¶ | a¶)¶b	d2i{<escape>	(¶ | a¶)¶b
    (¶ | a¶)¶b	gu3f ,	(¶|  a¶)¶b
    (¶ | a¶)¶b	vT 2fey<escape>	(¶ | a¶)¶b
    (¶ | a¶)¶b	yiW<escape>	(¶|  a¶)¶b
    (¶ | a¶)¶b	yy+p	(¶  a¶)¶  |a¶b
    (¶|  a¶)¶b	3>35|	(¶      |a¶)¶b
    (¶|  a¶)¶b	Y	(¶|  a¶)¶b
    (¶|  a¶)¶b	caW  y<escape>	(¶  |y¶)¶b
    (¶|  a¶)¶b	ci(<enter><escape>	(¶¶|¶)¶b
    (¶|  a¶)¶b	ra	(¶|a a¶)¶b
    (¶|  a¶)¶b	t 	(¶|  a¶)¶b
    a.b.c,,d  e¶  |f	2oéx<escape>	a.b.c,,d  e¶  f¶  éx¶  é|x
    a.b.c,,d  e¶  |f	2|	a.b.c,,d  e¶ | f
    a.b.c,,d  e¶  |f	3<lt>gg	a.b.c,,d  e¶|f
    a.b.c,,d  e¶  |f	3clfoo<escape>	a.b.c,,d  e¶  fo|o
    a.b.c,,d  e¶  |f	>>fa;u<ctrl-r>	a.b.c,,d  e¶  |    f
    a.b.c,,d  e¶  |f	Aq<enter>wq<enter>w<escape>	a.b.c,,d  e¶  fq¶  wq¶  |w
    a.b.c,,d  e¶  |f	J	a.b.c,,d  e¶  |f
    a.b.c,,d  e¶  |f	Rfoo bar<ctrl-w>  y<escape>	a.b.c,,d  e¶  foo   |y
    a.b.c,,d  e¶  |f	S<enter><escape>	a.b.c,,d  e¶¶|
    a.b.c,,d  e¶  |f	_	a.b.c,,d  e¶  |f
    a.b.c,,d  e¶  |f	c-<enter><escape>	¶|
    a.b.c,,d  e¶  |f	d3h	a.b.c,,d  e¶|f
    a.b.c,,d  e¶  |f	gUgg	|A.B.C,,D  E¶  F
    a.b.c,,d  e¶  |f	gu2g_	a.b.c,,d  e¶  |f
    a.b.c,,d  e¶  |f	va{fau<escape>	a.b.c,,d  e¶  |f
    a.b.c,,d  e¶  |f	vi(aW~<escape>	a.b.c,,d  e¶  |F
    a.b.c,,d  e¶  |f	yyh3p	a.b.c,,d  e¶  f¶  |f¶  f¶  f
    a.b.c,,d  e¶ | f	2Cfoo bar<ctrl-w><escape>	a.b.c,,d  e¶  f¶  | 
    a.b.c,,d  e¶ | f	3Aq<enter>wz<backspace><escape>	a.b.c,,d  e¶  fq¶  wq¶  wq¶  |w
    a.b.c,,d  e¶ | f	Ra bz<backspace><escape>	a.b.c,,d  e¶ a |b
    a.b.c,,d  e¶ | f	ciwz<escape>2^.	a.b.c,,d  e¶|z
    a.b.c,,d  e¶ | f	dwF u<ctrl-r>	a.b.c,,d  e¶ |f
    a.b.c,,d  e¶ | f	yi'<escape>	a.b.c,,d  e¶ | f
    a.b.c,,d  e¶ | f	yy2fe3p	a.b.c,,d  e¶  f¶  |f¶  f¶  f
    a.b.c,,d  e¶ | f	yy2gg2p	a.b.c,,d  e¶  f¶  |f¶  f
    a.b.c,,d  e¶ | f	yy2t ;P	a.b.c,,d  e¶  |f¶  f
    a.b.c,,d  e¶|  f	3J	a.b.c,,d  e¶|  f
    a.b.c,,d  e¶|  f	<lt><lt>	a.b.c,,d  e¶|f
    a.b.c,,d  e¶|  f	>>3k2.	    |a.b.c,,d  e¶          f
    a.b.c,,d  e¶|  f	Rxé<escape>	a.b.c,,d  e¶x|éf
    a.b.c,,d  e¶|  f	^	a.b.c,,d  e¶  |f
    a.b.c,,d  e¶|  f	ciwz<escape>2|.	a.b.c,,d  e¶|z
    a.b.c,,d  e¶|  f	dt 	a.b.c,,d  e¶| f
    a.b.c,,d  e¶|  f	g~5|	a.b.c,,d  e¶|  f
    a.b.c,,d  e¶|  f	x3_u	a.b.c,,d  e¶|  f
    a.b.c,,d  |e¶  f	3Rxz<backspace><escape>	a.b.c,,d  xx|x¶  f
    a.b.c,,d  |e¶  f	3y2e	a.b.c,,d  |e¶  f
    a.b.c,,d  |e¶  f	Rz<backspace>foo bar<ctrl-w><escape>	a.b.c,,d  foo| ¶  f
    a.b.c,,d  |e¶  f	da{<escape>	a.b.c,,d  |e¶  f
    a.b.c,,d  |e¶  f	yy-2P	|a.b.c,,d  e¶a.b.c,,d  e¶a.b.c,,d  e¶  f
    a.b.c,,d | e¶  f	dwtau<ctrl-r>	a.b.c,,d |e¶  f
    a.b.c,,d|  e¶  f	3g~~	A.B.C,,D|  E¶  F
    a.b.c,,d|  e¶  f	R  yfoo<escape>	a.b.c,,d  yfo|o¶  f
    a.b.c,,d|  e¶  f	V2E2ggd<escape>	|
    a.b.c,,d|  e¶  f	b	a.b.c,,|d  e¶  f
    a.b.c,,d|  e¶  f	ciwz<escape>3t ;.	a.b.c,,|z¶  f
    a.b.c,,d|  e¶  f	dwG.	a.b.c,,de¶ | 
    a.b.c,,|d  e¶  f	J	a.b.c,,d  e| f
    a.b.c,,|d  e¶  f	gu2t ;	a.b.c,,d|  e¶  f
    a.b.c,,|d  e¶  f	guu	|a.b.c,,d  e¶  f
    a.b.c,|,d  e¶  f	G	a.b.c,,d  e¶  |f
    a.b.c,|,d  e¶  f	ciwz<escape>3Eu<ctrl-r>	a.b.c|zd  e¶  f
    a.b.c,|,d  e¶  f	r<enter>	a.b.c,¶|d  e¶  f
    a.b.c,|,d  e¶  f	vaWta><escape>	    |a.b.c,,d  e¶  f
    a.b.c,|,d  e¶  f	~	a.b.c,,|d  e¶  f
    a.b.c|,,d  e¶  f	3c3ea b<escape>	a.b.ca |b
    a.b.c|,,d  e¶  f	E	a.b.c,,|d  e¶  f
    a.b.c|,,d  e¶  f	yy2|2p	a.b.c,,d  e¶|a.b.c,,d  e¶a.b.c,,d  e¶  f
    a.b.|c,,d  e¶  f	3o  yz<backspace><escape>	a.b.c,,d  e¶  y¶    y¶      |y¶  f
    a.b.|c,,d  e¶  f	>>B2.	        |a.b.c,,d  e¶      f
    a.b.|c,,d  e¶  f	v2T 3Bu<escape>	|a.b.c,,d  e¶  f
    a.|b.c,,d  e¶  f	2g~~	A.|B.C,,D  E¶  F
    a.|b.c,,d  e¶  f	3Iq<enter>w<enter><escape>	q¶w¶q¶w¶q¶w¶|a.b.c,,d  e¶  f
    a.|b.c,,d  e¶  f	ci'foo<escape>	a.b.c,,d  e¶|¶  f
    a.|b.c,,d  e¶  f	v_WU<escape>	a.|B.C,,D  E¶  f
    a.|b.c,,d  e¶  f	vfe3t od<escape>	a|.¶  f
    a|.b.c,,d  e¶  f	2~	a.B|.c,,d  e¶  f
    a|.b.c,,d  e¶  f	gu2e	a|.b.c,,d  e¶  f
    foo(bar, baz(1), [2])  end¶  |x	3ra	foo(bar, baz(1), [2])  end¶  |x
    foo(bar, baz(1), [2])  end¶  |x	<lt><lt>	foo(bar, baz(1), [2])  end¶|x
    foo(bar, baz(1), [2])  end¶  |x	ciWfoo bar<ctrl-w><escape>	foo(bar, baz(1), [2])  end¶  foo| 
    foo(bar, baz(1), [2])  end¶  |x	ciwz<escape>3fau	foo(bar, baz(1), [2])  end¶  |x
    foo(bar, baz(1), [2])  end¶  |x	gUaW<escape>	foo(bar, baz(1), [2])  end¶  |X
    foo(bar, baz(1), [2])  end¶  |x	ge	foo(bar, baz(1), [2])  en|d¶  x
    foo(bar, baz(1), [2])  end¶  |x	g~~	foo(bar, baz(1), [2])  end¶  |X
    foo(bar, baz(1), [2])  end¶  |x	r<enter>	foo(bar, baz(1), [2])  end¶  ¶|
    foo(bar, baz(1), [2])  end¶ | x	2df ,	foo(bar, baz(1), [2])  end¶|  x
    foo(bar, baz(1), [2])  end¶ | x	2fe	foo(bar, baz(1), [2])  end¶ | x
    foo(bar, baz(1), [2])  end¶ | x	2guu	foo(bar, baz(1), [2])  end¶ | x
    foo(bar, baz(1), [2])  end¶ | x	A;<escape>2ku<ctrl-r>	foo(bar, baz(1), [2])  end¶  x|;
    foo(bar, baz(1), [2])  end¶ | x	A;<escape>gE2.	foo(bar, baz(1), [2])  end;|;¶  x;
    foo(bar, baz(1), [2])  end¶ | x	Ca b<escape>	foo(bar, baz(1), [2])  end¶ a |b
    foo(bar, baz(1), [2])  end¶ | x	c3apfoo<escape>	foo(bar, baz(1), [2])  end¶  x¶|
    foo(bar, baz(1), [2])  end¶ | x	dwB2.	foo(bar, baz(1), [2]) | 
    foo(bar, baz(1), [2])  end¶ | x	yyjP	foo(bar, baz(1), [2])  end¶  |x¶  x
    foo(bar, baz(1), [2])  end¶ | x	~	foo(bar, baz(1), [2])  end¶  |x
    foo(bar, baz(1), [2])  end¶|  x	2g~~	foo(bar, baz(1), [2])  end¶|  x
    foo(bar, baz(1), [2])  end¶|  x	Réfoo<escape>	foo(bar, baz(1), [2])  end¶éfo|o
    foo(bar, baz(1), [2])  end¶|  x	ciwz<escape>W2.	foo(bar, baz(1), [2])  end¶z|x
    foo(bar, baz(1), [2])  end¶|  x	v3f i[~<escape>	foo(bar, baz(1), [2])  end¶|  x
    foo(bar, baz(1), [2])  end¶|  x	ya'<escape>	foo(bar, baz(1), [2])  end¶|  x
    foo(bar, baz(1), [2])  |end¶  x	ccz<backspace><escape>	|¶  x
    foo(bar, baz(1), [2])  |end¶  x	ifooé<escape>	foo(bar, baz(1), [2])  foo|éend¶  x
    foo(bar, baz(1), [2])  |end¶  x	yj	foo(bar, baz(1), [2])  |end¶  x
    foo(bar, baz(1), [2])|  end¶  x	di'<escape>	foo(bar, baz(1), [2])|  end¶  x
    foo(bar, baz(1), [2])|  end¶  x	yi(<escape>	foo(bar, baz(1), [2])|  end¶  x
    foo(bar, baz(1), [2]|)  end¶  x	2~	foo(bar, baz(1), [2]) | end¶  x
    foo(bar, baz(1), [2]|)  end¶  x	3gg	foo(bar, baz(1), [2])  end¶  |x
    foo(bar, baz(1), [2]|)  end¶  x	fe	foo(bar, baz(1), [2])  |end¶  x
    foo(bar, baz(1), [2]|)  end¶  x	gU3i(<escape>	foo(bar, baz(1), [2]|)  end¶  x
    foo(bar, baz(1), [2|])  end¶  x	dd	  |x
    foo(bar, baz(1), [2|])  end¶  x	vi{ggu<escape>	|foo(bar, baz(1), [2])  end¶  x
    foo(bar, baz(1), |[2])  end¶  x	dwt 2.	foo(bar, baz(1), 2|]¶  x
    foo(bar, baz(1),| [2])  end¶  x	e	foo(bar, baz(1), |[2])  end¶  x
    foo(bar, baz(1),| [2])  end¶  x	ra	foo(bar, baz(1),|a[2])  end¶  x
    foo(bar, baz(1)|, [2])  end¶  x	2ta	foo(bar, baz(1)|, [2])  end¶  x
    foo(bar, baz(1)|, [2])  end¶  x	Vi[wra<escape>	foo(bar, baz(1), [|aa)  end¶  x
    foo(bar, baz(1|), [2])  end¶  x	3>{	foo(bar, baz(1|), [2])  end¶  x
    foo(bar, baz(1|), [2])  end¶  x	A  yq<enter>w<escape>	foo(bar, baz(1), [2])  end  yq¶|w¶  x
    foo(bar, baz(1|), [2])  end¶  x	y2i[<escape>	foo(bar, baz(1|), [2])  end¶  x
    foo(bar, baz(1|), [2])  end¶  x	yy}p	foo(bar, baz(1), [2])  end¶  x¶|foo(bar, baz(1), [2])  end
    foo(bar, baz|(1), [2])  end¶  x	gU32|	foo(bar, baz|(1), [2])  ENd¶  x
    foo(bar, ba|z(1), [2])  end¶  x	F 	foo(bar,| baz(1), [2])  end¶  x
    foo(bar, ba|z(1), [2])  end¶  x	d2}	foo(bar, ba|z(1), [2])  end¶  x
    foo(bar, b|az(1), [2])  end¶  x	gJ	foo(bar, baz(1), [2])  end|  x
    foo(bar, b|az(1), [2])  end¶  x	i  yq<enter>w<escape>	foo(bar, b  yq¶|waz(1), [2])  end¶  x
    foo(bar,| baz(1), [2])  end¶  x	yyt ;P	|foo(bar, baz(1), [2])  end¶foo(bar, baz(1), [2])  end¶  x
    foo(bar|, baz(1), [2])  end¶  x	2gJ	foo(bar, baz(1), [2])  end|  x
    foo(bar|, baz(1), [2])  end¶  x	3gU3}	foo(bar|, baz(1), [2])  end¶  x
    foo(bar|, baz(1), [2])  end¶  x	di{<escape>	foo(bar|, baz(1), [2])  end¶  x
    foo(bar|, baz(1), [2])  end¶  x	x	foo(bar| baz(1), [2])  end¶  x
    foo(ba|r, baz(1), [2])  end¶  x	J	foo(bar, baz(1), [2])  end| x
    foo(ba|r, baz(1), [2])  end¶  x	gJ	foo(bar, baz(1), [2])  end|  x
    foo(b|ar, baz(1), [2])  end¶  x	V2G2GU<escape>	|FOO(BAR, BAZ(1), [2])  END¶  X
    foo(|bar, baz(1), [2])  end¶  x	3Sz<backspace><escape>	|
    foo(|bar, baz(1), [2])  end¶  x	O<enter>a b<escape>	¶a |b¶foo(bar, baz(1), [2])  end¶  x
    foo(|bar, baz(1), [2])  end¶  x	dd	  |x
    foo|(bar, baz(1), [2])  end¶  x	3ixq<enter>w<escape>	fooxq¶wxq¶wxq¶|w(bar, baz(1), [2])  end¶  x
    fo|o(bar, baz(1), [2])  end¶  x	3d2b	|o(bar, baz(1), [2])  end¶  x
    fo|o(bar, baz(1), [2])  end¶  x	dw3}2.	fo|, baz(1), [2])  end¶  x
    fo|o(bar, baz(1), [2])  end¶  x	gU3iw<escape>	|FOO(BAR, baz(1), [2])  end¶  x
    f|oo(bar, baz(1), [2])  end¶  x	2+	foo(bar, baz(1), [2])  end¶  |x
    f|oo(bar, baz(1), [2])  end¶  x	T 	f|oo(bar, baz(1), [2])  end¶  x
    f|oo(bar, baz(1), [2])  end¶  x	fe	foo(bar, baz(1), [2])  |end¶  x
    f|oo(bar, baz(1), [2])  end¶  x	yyF p	foo(bar, baz(1), [2])  end¶|foo(bar, baz(1), [2])  end¶  x
    one two three¶|¶¶  four, five-six¶seven¶	3<lt>25|	one two three¶|¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	3j	one two three¶¶¶  four, five-six¶|seven¶
    one two three¶|¶¶  four, five-six¶seven¶	A;<escape>Bu<ctrl-r>	one two three¶|;¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	J	one two three¶|¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	X	one two three¶|¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	ccé<escape>	one two three¶|é¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	ciwz<escape>gg.	|z two three¶z¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	i  yx<escape>	one two three¶  y|x¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	r<enter>	one two three¶|¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	t ;	one two three¶|¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	ta	one two three¶|¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	v2|ggJ<escape>	one two thre|e¶¶  four, five-six¶seven¶
    one two three¶|¶¶  four, five-six¶seven¶	va{2g_ca b<escape>	one two three¶a |b  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	2~	one two three¶¶|¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	3Sa b<escape>	one two three¶¶a |b¶
    one two three¶¶|¶  four, five-six¶seven¶	3dG	one two three¶¶  |four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	3dd	one two three¶¶|
    one two three¶¶|¶  four, five-six¶seven¶	>2l	one two three¶¶|¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	>3t ;	one two three¶¶|¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	Iz<backspace>foo bar<ctrl-w><escape>	one two three¶¶foo| ¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	Vj%><escape>	one two three¶¶|¶      four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	gU3i"<escape>	one two three¶¶|¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	ra	one two three¶¶|¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	x	one two three¶¶|¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	x2B.	one two |hree¶¶¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	x3B2.	one |o three¶¶¶  four, five-six¶seven¶
    one two three¶¶|¶  four, five-six¶seven¶	yi(<escape>	one two three¶¶|¶  four, five-six¶seven¶
    one two three¶¶¶  four, five-six¶seven¶|	3gJ	one two three¶¶¶  four, five-six¶seven¶|
    one two three¶¶¶  four, five-six¶seven¶|	3ge	one two three¶¶¶  four, five|-six¶seven¶
    one two three¶¶¶  four, five-six¶seven¶|	A  yx<escape>	one two three¶¶¶  four, five-six¶seven¶  y|x
    one two three¶¶¶  four, five-six¶seven¶|	VeiW~<escape>	one two three¶¶¶  four, five-six¶seve|N¶
    one two three¶¶¶  four, five-six¶seven¶|	Vi'%<escape><escape>	one two three¶¶¶  four, five-six¶seven¶|
    one two three¶¶¶  four, five-six¶seven¶|	Y	one two three¶¶¶  four, five-six¶seven¶|
    one two three¶¶¶  four, five-six¶seven¶|	az<backspace>  y<escape>	one two three¶¶¶  four, five-six¶seven¶  |y
    one two three¶¶¶  four, five-six¶seven¶|	d2aw<escape>	one two three¶¶¶  four, five-six¶seven¶|
    one two three¶¶¶  four, five-six¶seven¶|	g~2t 	one two three¶¶¶  four, five-six¶seven¶|
    one two three¶¶¶  four, five-six¶seven¶|	oq<enter>wfoo<escape>	one two three¶¶¶  four, five-six¶seven¶¶q¶wfo|o
    one two three¶¶¶  four, five-six¶se|ven¶	c2t a b<escape>	one two three¶¶¶  four, five-six¶sev |ben¶
    one two three¶¶¶  four, five-six¶se|ven¶	ta	one two three¶¶¶  four, five-six¶se|ven¶
    one two three¶¶¶  four, five-six¶s|even¶	gJ	one two three¶¶¶  four, five-six¶seve|n
    one two three¶¶¶  four, five-six¶|seven¶	v2f ,ip<escape><escape>	one two three¶¶¶  four, five-six¶|seven¶
    one two three¶¶¶  four, five-s|ix¶seven¶	2Afoo bar<ctrl-w>  y<escape>	one two three¶¶¶  four, five-sixfoo   yfoo   |y¶seven¶
    one two three¶¶¶  four, five-s|ix¶seven¶	3Iq<enter>wa b<escape>	one two three¶¶¶  q¶  wa bq¶  wa bq¶  wa |bfour, five-six¶seven¶
    one two three¶¶¶  four, five-s|ix¶seven¶	g_	one two three¶¶¶  four, five-si|x¶seven¶
    one two three¶¶¶  four, five-|six¶seven¶	J	one two three¶¶¶  four, five-six| seven¶
    one two three¶¶¶  four, five|-six¶seven¶	V2F i[u<escape>	one two three¶¶¶|  four, five-six¶seven¶
    one two three¶¶¶  four,| five-six¶seven¶	Aa bfoo bar<ctrl-w><escape>	one two three¶¶¶  four, five-sixa bfoo| ¶seven¶
    one two three¶¶¶  four,| five-six¶seven¶	V5|3fey<escape>	one two three¶¶¶|  four, five-six¶seven¶
    one two three¶¶¶  four,| five-six¶seven¶	ciwz<escape>j.	one two three¶¶¶  four,zfive-six¶|z¶
    one two three¶¶¶  fo|ur, five-six¶seven¶	2g~~	one two three¶¶¶  FO|UR, FIVE-SIX¶SEVEN¶
    one two three¶¶¶  fo|ur, five-six¶seven¶	g~e	one two three¶¶¶  fo|UR, five-six¶seven¶
    one two three¶¶¶  fo|ur, five-six¶seven¶	vaWipy<escape>	one two three¶¶¶|  four, five-six¶seven¶
    one two three¶¶¶  |four, five-six¶seven¶	g_	one two three¶¶¶  four, five-si|x¶seven¶
    one two three¶¶¶ | four, five-six¶seven¶	vlaW<escape><escape>	one two three¶¶¶  four,| five-six¶seven¶
    one two thre|e¶¶¶  four, five-six¶seven¶	yyfe3P	|one two three¶one two three¶one two three¶one two three¶¶¶  four, five-six¶seven¶
    one two thre|e¶¶¶  four, five-six¶seven¶	yyl3P	|one two three¶one two three¶one two three¶one two three¶¶¶  four, five-six¶seven¶
    one two thr|ee¶¶¶  four, five-six¶seven¶	c2iWa b<escape>	one two a |b¶¶  four, five-six¶seven¶
    one two th|ree¶¶¶  four, five-six¶seven¶	fa	one two th|ree¶¶¶  four, five-six¶seven¶
    one two th|ree¶¶¶  four, five-six¶seven¶	yy2fe2p	one two three¶|one two three¶one two three¶¶¶  four, five-six¶seven¶
    one two |three¶¶¶  four, five-six¶seven¶	vfa;32|U<escape>	one two |THREE¶¶¶  four, five-six¶seven¶
    one t|wo three¶¶¶  four, five-six¶seven¶	c3^x<escape>	|xwo three¶¶¶  four, five-six¶seven¶
    one |two three¶¶¶  four, five-six¶seven¶	v{35|d<escape>	one| ¶¶  four, five-six¶seven¶
    on|e two three¶¶¶  four, five-six¶seven¶	A;<escape>2ggu	one two thre|e¶¶¶  four, five-six¶seven¶
    on|e two three¶¶¶  four, five-six¶seven¶	yy3^3P	|one two three¶one two three¶one two three¶one two three¶¶¶  four, five-six¶seven¶
    o|ne two three¶¶¶  four, five-six¶seven¶	3+	one two three¶¶¶  |four, five-six¶seven¶
    o|ne two three¶¶¶  four, five-six¶seven¶	VWGy<escape>	|one two three¶¶¶  four, five-six¶seven¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	%	select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	+	select f(a, (b + 1))¶  from t¶¶|x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	-	select f(a, (b + 1))¶  |from t¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	2<lt><lt>	select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	2yge	select f(a, (b + 1))¶  fro|m t¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	>>t .	select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	>>w.	select f(a, (b + 1))¶  from t¶¶    |x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	>}	select f(a, (b + 1))¶  from t¶|¶    x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	Cé<escape>	select f(a, (b + 1))¶  from t¶|é¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	J	select f(a, (b + 1))¶  from t¶|x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	a<enter>q<enter>w<escape>	select f(a, (b + 1))¶  from t¶¶q¶|w¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	c3ibq<enter>w<escape>	select f(a, (b + 1))¶  from t¶¶|x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	cawfoo bar<ctrl-w><escape>	select f(a, (b + 1))¶  from t¶foo|  'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	dw_u<ctrl-r>	select f(a, (b + 1))¶  from t¶|x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	dwf u<ctrl-r>	select f(a, (b + 1))¶  from t¶|x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	v2}j><escape>	select f(a, (b + 1))¶  from t¶|¶    x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	y2i[<escape>	select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	yi"<escape>	select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	yy2Ep	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|¶
    select f(a, (b + 1))¶  from t¶|¶x 'q q' "r"¶	}	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	2Aéq<enter>w<escape>	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶éq¶wéq¶|w
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	3Oq<enter>w  y<escape>	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶q¶w  y¶q¶w  y¶q¶w  |y¶
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	3Sé<escape>	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	3d3j	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	3ra	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	3x	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	A;<escape>+u<ctrl-r>	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|;
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	A;<escape>gg2.	select f(a, (b + 1));|;¶  from t¶¶x 'q q' "r"¶;
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	J	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	gJ	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|	vgga'U<escape>	|SELECT F(A, (B + 1))¶  FROM T¶¶X 'Q Q' "R"¶
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r|"¶	>>	select f(a, (b + 1))¶  from t¶¶    |x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r|"¶	ci[foo bar<ctrl-w><escape>	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶| ¶
    select f(a, (b + 1))¶  from t¶¶x 'q q' "r|"¶	ra	select f(a, (b + 1))¶  from t¶¶x 'q q' "r|a¶
    select f(a, (b + 1))¶  from t¶¶x 'q q' "|r"¶	gU2a'<escape>	select f(a, (b + 1))¶  from t¶¶x 'q q' "|r"¶
    select f(a, (b + 1))¶  from t¶¶x 'q q' |"r"¶	35|	select f(a, (b + 1))¶  from t¶¶x 'q q' "r|"¶
    select f(a, (b + 1))¶  from t¶¶x 'q q' |"r"¶	J	select f(a, (b + 1))¶  from t¶¶x 'q q' "r|"
    select f(a, (b + 1))¶  from t¶¶x 'q q' |"r"¶	V3%{><escape>	    |select f(a, (b + 1))¶      from t¶¶    x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶¶x 'q q' |"r"¶	y2aw<escape>	select f(a, (b + 1))¶  from t¶¶x 'q q'| "r"¶
    select f(a, (b + 1))¶  from t¶¶x 'q q|' "r"¶	2x	select f(a, (b + 1))¶  from t¶¶x 'q q|"r"¶
    select f(a, (b + 1))¶  from t¶¶x 'q| q' "r"¶	X	select f(a, (b + 1))¶  from t¶¶x '| q' "r"¶
    select f(a, (b + 1))¶  from t¶¶x 'q| q' "r"¶	gJ	select f(a, (b + 1))¶  from t¶¶x 'q q' "r|"
    select f(a, (b + 1))¶  from t¶¶x 'q| q' "r"¶	yyf ,p	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶|x 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶¶x '|q q' "r"¶	3A<enter>x<escape>	select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶x¶x¶|x¶
    select f(a, (b + 1))¶  from t¶¶x |'q q' "r"¶	F 	select f(a, (b + 1))¶  from t¶¶x| 'q q' "r"¶
    select f(a, (b + 1))¶  from t¶¶x| 'q q' "r"¶	D	select f(a, (b + 1))¶  from t¶¶|x¶
    select f(a, (b + 1))¶  from t¶¶|x 'q q' "r"¶	dt ;	select f(a, (b + 1))¶  from t¶¶ '|q q' "r"¶
    select f(a, (b + 1))¶  from |t¶¶x 'q q' "r"¶	v2ta2ge<escape><escape>	select f(a, (b + 1)|)¶  from t¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶  fro|m t¶¶x 'q q' "r"¶	A;<escape>lu	select f(a, (b + 1))¶  from |t¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶  fro|m t¶¶x 'q q' "r"¶	Va'2feJ<escape>	select f(a, (b + 1))¶  from |t¶x 'q q' "r"¶
    select f(a, (b + 1))¶  fr|om t¶¶x 'q q' "r"¶	X	select f(a, (b + 1))¶  f|om t¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶  fr|om t¶¶x 'q q' "r"¶	c32|é<escape>	select f(a, (b + 1))¶  fr|ét¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶  fr|om t¶¶x 'q q' "r"¶	d2i'<escape>	select f(a, (b + 1))¶  fr|om t¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶  fr|om t¶¶x 'q q' "r"¶	vfa;aw<lt><escape>	select f(a, (b + 1))¶|from t¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶  fr|om t¶¶x 'q q' "r"¶	yy+2P	select f(a, (b + 1))¶  from t¶  |from t¶  from t¶¶x 'q q' "r"¶
    select f(a, (b + 1))¶ | from t¶¶x 'q q' "r"¶	d3w	select f(a, (b + 1))¶| ¶¶x 'q q' "r"¶
    select f(a, (b + |1))¶  from t¶¶x 'q q' "r"¶	gJ	select f(a, (b + 1))|  from t¶¶x 'q q' "r"¶
    select f(a, (b| + 1))¶  from t¶¶x 'q q' "r"¶	0	|select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    select f(a, (|b + 1))¶  from t¶¶x 'q q' "r"¶	dfa	select f(a, (|b + 1))¶  from t¶¶x 'q q' "r"¶
    select f(a, |(b + 1))¶  from t¶¶x 'q q' "r"¶	d3i{<escape>	select f(a, |(b + 1))¶  from t¶¶x 'q q' "r"¶
    select f(a,| (b + 1))¶  from t¶¶x 'q q' "r"¶	dw2%u	select f(a,| (b + 1))¶  from t¶¶x 'q q' "r"¶
    select f(a,| (b + 1))¶  from t¶¶x 'q q' "r"¶	t ;	select f(a, (b |+ 1))¶  from t¶¶x 'q q' "r"¶
    select f(a,| (b + 1))¶  from t¶¶x 'q q' "r"¶	vkged<escape>	select f(a|(b + 1))¶  from t¶¶x 'q q' "r"¶
    select f(a|, (b + 1))¶  from t¶¶x 'q q' "r"¶	yyW2P	|select f(a, (b + 1))¶select f(a, (b + 1))¶select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    select f(|a, (b + 1))¶  from t¶¶x 'q q' "r"¶	ciwz<escape>2W2.	select f(z, (b |z1))¶  from t¶¶x 'q q' "r"¶
    select f(|a, (b + 1))¶  from t¶¶x 'q q' "r"¶	dwfa2.	select f(|b + 1))¶  from t¶¶x 'q q' "r"¶
    select f|(a, (b + 1))¶  from t¶¶x 'q q' "r"¶	-	select f|(a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    select f|(a, (b + 1))¶  from t¶¶x 'q q' "r"¶	~	select f(|a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    sele|ct f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶	>>%u<ctrl-r>	|    select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    se|lect f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶	3-	se|lect f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    se|lect f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶	cc  y<escape>	  |y¶  from t¶¶x 'q q' "r"¶
    se|lect f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶	v_3k><escape>	    |select f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    se|lect f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶	xbu<ctrl-r>	se|ect f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    s|elect f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶	3y3{	s|elect f(a, (b + 1))¶  from t¶¶x 'q q' "r"¶
    x y¶z|z	2Ié<enter><escape>	x y¶é¶é¶|zz
    x y¶z|z	3W	x y¶z|z
    x y¶z|z	3axé<escape>	x y¶zzxéxéx|é
    x y¶z|z	3az<backspace><enter><escape>	x y¶zz¶¶¶|
    x y¶z|z	>>ggu	x y¶|zz
    x y¶z|z	A;<escape>2Wu	x y¶z|z
    x y¶z|z	Iz<backspace>x<escape>	x y¶|xzz
    x y¶z|z	Ofooq<enter>w<escape>	x y¶fooq¶|w¶zz
    x y¶z|z	V3-5|><escape>	    |x y¶    zz
    x y¶z|z	^	x y¶|zz
    x y¶z|z	dw	x y¶|z
    x y¶z|z	dw3ge.	|y¶z
    x y¶z|z	v2f ib~<escape>	x y¶z|Z
    x y¶z|z	vEg_J<escape>	x y¶z|z
    x y¶z|z	v^t ;J<escape>	x y¶|zz
    x y¶z|z	vk2{J<escape>	x y| zz
    x y¶z|z	yy2}p	x y¶zz¶|zz
    x y¶z|z	yy3w3P	x y¶|zz¶zz¶zz¶zz
    x y¶z|z	~	x y¶z|Z
    x y¶|zz	2>3l	x y¶    |zz
    x y¶|zz	2fa	x y¶|zz
    x y¶|zz	2gJ	x y¶|zz
    x y¶|zz	3Ofooz<backspace><escape>	x y¶foo¶foo¶fo|o¶zz
    x y¶|zz	<lt><lt>	x y¶|zz
    x y¶|zz	<lt>w	x y¶|zz
    x y¶|zz	>>	x y¶    |zz
    x y¶|zz	>>eu<ctrl-r>	x y¶|    zz
    x y¶|zz	A;<escape>feu	x y¶z|z
    x y¶|zz	A;<escape>wu<ctrl-r>	x y¶zz|;
    x y¶|zz	J	x y¶|zz
    x y¶|zz	Oxq<enter>w<escape>	x y¶xq¶|w¶zz
    x y¶|zz	aéx<escape>	x y¶zé|xz
    x y¶|zz	ciwz<escape>2Wu<ctrl-r>	x y¶|z
    x y¶|zz	ciwz<escape>f u<ctrl-r>	x y¶|z
    x y¶|zz	d2{	x y¶|zz
    x y¶|zz	dd	|x y
    x y¶|zz	gJ	x y¶|zz
    x y¶|zz	vt tad<escape>	x y¶|z
    x y¶|zz	x$u	x y¶|zz
    x y¶|zz	yybP	|zz¶x y¶zz
    x y¶|zz	yyfap	x y¶zz¶|zz
    x y¶|zz	yy{3P	|zz¶zz¶zz¶x y¶zz
    x |y¶zz	3^	|x y¶zz
    x |y¶zz	Ofoo<enter><escape>	foo¶|¶x y¶zz
    x |y¶zz	b	|x y¶zz
    x |y¶zz	ci[<enter><escape>	x y¶|zz
    x |y¶zz	ciwz<escape>e.	x z¶|z
    x |y¶zz	di(<escape>	x |y¶zz
    x |y¶zz	d{	|y¶zz
    x |y¶zz	f ,	x| y¶zz
    x |y¶zz	fe	x |y¶zz
    x |y¶zz	r<enter>	x ¶|¶zz
    x |y¶zz	ra	x |a¶zz
    x |y¶zz	vi"g_><escape>	    |x y¶zz
    x| y¶zz	2Az<backspace>é<escape>	x yé|é¶zz
    x| y¶zz	2^	|x y¶zz
    x| y¶zz	2b	|x y¶zz
    x| y¶zz	I  yq<enter>w<escape>	  yq¶  |wx y¶zz
    x| y¶zz	c3ipa b<escape>	x  |by¶zz
    x| y¶zz	di{<escape>	x| y¶zz
    x| y¶zz	fa;	x| y¶zz
    x| y¶zz	v202jc  y<escape>	x  |y
    x| y¶zz	vapf ,ra<escape>	|aaa¶aa
    x| y¶zz	vi[3fa<escape><escape>	x| y¶zz
    x| y¶zz	yiW<escape>	x| y¶zz
    {¶    a;¶    b¶|}¶	2<lt><lt>	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	2d{	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	30	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	3d2{	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	3gUk	|{¶    A;¶    B¶}¶
    {¶    a;¶    b¶|}¶	3ra	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	A;<escape>3F u	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	B	{¶    a;¶    |b¶}¶
    {¶    a;¶    b¶|}¶	J	{¶    a;¶    b¶|}
    {¶    a;¶    b¶|}¶	Oa b  y<escape>	{¶    a;¶    b¶a b  |y¶}¶
    {¶    a;¶    b¶|}¶	Sq<enter>w<escape>	{¶    a;¶    b¶q¶|w¶
    {¶    a;¶    b¶|}¶	Vi"i'J<escape>	{¶    a;¶    b¶|}
    {¶    a;¶    b¶|}¶	cgefoo<escape>	{¶    a;¶    fo|o¶
    {¶    a;¶    b¶|}¶	ciwz<escape>fa2.	{¶    a;¶    b¶|z¶
    {¶    a;¶    b¶|}¶	d20	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	dd	{¶    a;¶    b¶|
    {¶    a;¶    b¶|}¶	dwge.	{¶    a;¶   | ¶¶
    {¶    a;¶    b¶|}¶	fe	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	v$kd<escape>	{¶    a;¶    |b¶
    {¶    a;¶    b¶|}¶	v3W5|<lt><escape>	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	v3taib<lt><escape>	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	vEkcé<escape>	{¶    a;¶    b¶|é¶
    {¶    a;¶    b¶|}¶	vj2WU<escape>	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	xGu	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	yh	{¶    a;¶    b¶|}¶
    {¶    a;¶    b¶|}¶	yy32|P	{¶    a;¶    b¶|}¶}¶
    {¶    a;¶    b¶|}¶	yy3Gp	{¶    a;¶    b¶|}¶}¶
    {¶    a;¶    b¶|}¶	yy3fa;p	{¶    a;¶    b¶}¶|}¶
    {¶    a;¶    b¶|}¶	yyfap	{¶    a;¶    b¶}¶|}¶
    {¶    a;¶    b¶}¶|	3<lt><lt>	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	3gu3ta	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	Cx<escape>	{¶    a;¶    b¶}¶|x
    {¶    a;¶    b¶}¶|	J	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	Oz<backspace>  y<escape>	{¶    a;¶    b¶}¶  |y¶
    {¶    a;¶    b¶}¶|	V2feEU<escape>	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	d2a'<escape>	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	da'<escape>	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	dib<escape>	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	e	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	gUip<escape>	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	vE2-<lt><escape>	{¶    a;¶|b¶}¶
    {¶    a;¶    b¶}¶|	vfa;3t ;y<escape>	{¶    a;¶    b¶}¶|
    {¶    a;¶    b¶}¶|	x2+u<ctrl-r>	{¶    a;¶    b¶}¶|
    {¶    a;¶    |b¶}¶	3_	{¶    a;¶    b¶}¶|
    {¶    a;¶    |b¶}¶	3l	{¶    a;¶    |b¶}¶
    {¶    a;¶    |b¶}¶	Rq<enter>wfoo bar<ctrl-w><escape>	{¶    a;¶    q¶    wfoo| ¶}¶
    {¶    a;¶    |b¶}¶	ifoo  y<escape>	{¶    a;¶    foo  |yb¶}¶
    {¶    a;¶    |b¶}¶	vfa;2|><escape>	{¶    a;¶        |b¶}¶
    {¶    a;¶   | b¶}¶	Oéq<enter>w<escape>	{¶    a;¶    éq¶    |w¶    b¶}¶
    {¶    a;¶   | b¶}¶	guu	{¶    a;¶   | b¶}¶
    {¶    a;¶  |  b¶}¶	dwju	{¶    a;¶  |  b¶}¶
    {¶    a;¶  |  b¶}¶	sfoo bar<ctrl-w><escape>	{¶    a;¶  foo|  b¶}¶
    {¶    a;¶  |  b¶}¶	v3gE2fa;U<escape>	|{¶    A;¶    b¶}¶
    {¶    a;¶  |  b¶}¶	yfe	{¶    a;¶  |  b¶}¶
    {¶    a;¶ |   b¶}¶	3aa b  y<escape>	{¶    a;¶  a b  ya b  ya b  |y  b¶}¶
    {¶    a;¶ |   b¶}¶	A;<escape>2}2.	{¶    a;¶    b;¶}¶;|;
    {¶    a;¶ |   b¶}¶	Oq<enter>wq<enter>w<escape>	{¶    a;¶    q¶    wq¶    |w¶    b¶}¶
    {¶    a;¶ |   b¶}¶	c3fa<enter><escape>	{¶    a;¶    b¶|}¶
    {¶    a;¶|    b¶}¶	ifoo bar<ctrl-w>z<backspace><escape>	{¶    a;¶foo|     b¶}¶
    {¶    a;¶|    b¶}¶	yta	{¶    a;¶|    b¶}¶
    {¶    a|;¶    b¶}¶	E	{¶    a;¶    |b¶}¶
    {¶    |a;¶    b¶}¶	O<enter>a b<escape>	{¶¶    a |b¶    a;¶    b¶}¶
    {¶    |a;¶    b¶}¶	yybp	{¶    |a;¶    a;¶    b¶}¶
    {¶   | a;¶    b¶}¶	3gg	{¶    a;¶    |b¶}¶
    {¶   | a;¶    b¶}¶	yywp	{¶    a;¶    |a;¶    b¶}¶
    {¶  |  a;¶    b¶}¶	gU2i(<escape>	{¶  |  a;¶    b¶}¶
    {¶ |   a;¶    b¶}¶	ciwz<escape>F u	{¶|    a;¶    b¶}¶
    |  ¶   ¶abc  ¶	2<lt><lt>	|¶¶abc  ¶
    |  ¶   ¶abc  ¶	3-	|  ¶   ¶abc  ¶
    |  ¶   ¶abc  ¶	3h	|  ¶   ¶abc  ¶
    |  ¶   ¶abc  ¶	>>-u<ctrl-r>	|      ¶   ¶abc  ¶
    |  ¶   ¶abc  ¶	A;<escape>fa2.	  ;;|;¶   ¶abc  ¶
    |  ¶   ¶abc  ¶	yy2W3p	  ¶   ¶abc  ¶¶ | ¶  ¶  
    |  ¶   ¶abc  ¶	yy_P	 | ¶  ¶   ¶abc  ¶
    |(¶  a¶)¶b	0	|(¶  a¶)¶b
    |(¶  a¶)¶b	2X	|(¶  a¶)¶b
    |(¶  a¶)¶b	2gU2f 	|(¶  a¶)¶b
    |(¶  a¶)¶b	2oq<enter>w  y<escape>	(¶q¶w  y¶q¶w  |y¶  a¶)¶b
    |(¶  a¶)¶b	2ra	|(¶  a¶)¶b
    |(¶  a¶)¶b	3I<enter>  y<escape>	¶  y¶    y¶      |y(¶  a¶)¶b
    |(¶  a¶)¶b	3gg	(¶  a¶|)¶b
    |(¶  a¶)¶b	3x	|¶  a¶)¶b
    |(¶  a¶)¶b	<lt><lt>	|(¶  a¶)¶b
    |(¶  a¶)¶b	>>3wu<ctrl-r>	|    (¶  a¶)¶b
    |(¶  a¶)¶b	Oq<enter>wq<enter>w<escape>	q¶wq¶|w¶(¶  a¶)¶b
    |(¶  a¶)¶b	S<enter><escape>	¶|¶  a¶)¶b
    |(¶  a¶)¶b	ciwz<escape>3ta.	|z¶  a¶)¶b
    |(¶  a¶)¶b	d0	|(¶  a¶)¶b
    |(¶  a¶)¶b	dw%u<ctrl-r>	|¶  a¶)¶b
    |(¶  a¶)¶b	gUi[<escape>	|(¶  a¶)¶b
    |(¶  a¶)¶b	g~2_	|(¶  A¶)¶b
    |(¶  a¶)¶b	ia bx<escape>	a b|x(¶  a¶)¶b
    |(¶  a¶)¶b	ra	|a¶  a¶)¶b
    |(¶  a¶)¶b	ta	|(¶  a¶)¶b
    |(¶  a¶)¶b	x2eu	|(¶  a¶)¶b
    |(¶  a¶)¶b	yaW<escape>	|(¶  a¶)¶b
    |(¶  a¶)¶b	ya{<escape>	|(¶  a¶)¶b
    |(¶  a¶)¶b	yiw<escape>	|(¶  a¶)¶b
    |(¶  a¶)¶b	yy3faP	|(¶(¶  a¶)¶b
    |(¶  a¶)¶b	yy3ggp	(¶  a¶)¶|(¶b
    |a.b.c,,d  e¶  f	vG2feu<escape>	|a.b.c,,d  e¶  f
    |foo(bar, baz(1), [2])  end¶  x	Cz<backspace><escape>	|¶  x
    |foo(bar, baz(1), [2])  end¶  x	yyge3P	|foo(bar, baz(1), [2])  end¶foo(bar, baz(1), [2])  end¶foo(bar, baz(1), [2])  end¶foo(bar, baz(1), [2])  end¶  x
    |x y¶zz	2clfoo bar<ctrl-w><escape>	foo| y¶zz
    |x y¶zz	2~	X |y¶zz
    |x y¶zz	3guu	|x y¶zz
    |x y¶zz	>>ju<ctrl-r>	|    x y¶zz
    |x y¶zz	Afoo<enter><escape>	x yfoo¶|¶zz
    |x y¶zz	V2t ;a'<lt><escape>	|x y¶zz
    |x y¶zz	aéq<enter>w<escape>	xéq¶|wy¶zz
    |x y¶zz	ccq<enter>w<escape>	q¶|w¶zz
    |x y¶zz	i<enter>x<escape>	¶|xx y¶zz
    |x y¶zz	v^i[d<escape>	| y¶zz
    |x y¶zz	viWT U<escape>	|X y¶zz
    |x y¶zz	yyWP	|x y¶x y¶zz
    |x y¶zz	yy_3p	x y¶|x y¶x y¶x y¶zz
    |{¶    a;¶    b¶}¶	2E	{¶    a;¶    |b¶}¶
    |{¶    a;¶    b¶}¶	2gu5|	|{¶    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	2y3E	|{¶    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	3Ofoo bar<ctrl-w>a b<escape>	foo a b¶foo a b¶foo a |b¶{¶    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	3Sx<escape>	|x¶}¶
    |{¶    a;¶    b¶}¶	df 	|{¶    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	gJ	{|    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	viw3wy<escape>	|{¶    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	y3ib<escape>	|{¶    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	yy3F P	|{¶{¶    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	yyT 3p	{¶|{¶{¶{¶    a;¶    b¶}¶
    |{¶    a;¶    b¶}¶	~	|{¶    a;¶    b¶}¶
    |äöü 表示 test éx¶日本語 ok	afooa b<escape>	äfooa |böü 表示 test éx¶日本語 ok
    |äöü 表示 test éx¶日本語 ok	yy02p	äöü 表示 test éx¶|äöü 表示 test éx¶äöü 表示 test éx¶日本語 ok
    ä|öü 表示 test éx¶日本語 ok	2r<enter>	ä¶|表示 test éx¶日本語 ok
    ä|öü 表示 test éx¶日本語 ok	Cé<escape>	ä|é¶日本語 ok
    ä|öü 表示 test éx¶日本語 ok	J	äöü 表示 test éx| 日本語 ok
    ä|öü 表示 test éx¶日本語 ok	ciwz<escape>k.	|z 表示 test éx¶日本語 ok
    äö|ü 表示 test éx¶日本語 ok	3d2fe	äö|ü 表示 test éx¶日本語 ok
    äö|ü 表示 test éx¶日本語 ok	o<enter>z<backspace><escape>	äöü 表示 test éx¶¶|¶日本語 ok
    äö|ü 表示 test éx¶日本語 ok	ra	äö|a 表示 test éx¶日本語 ok
    äöü |表示 test éx¶日本語 ok	$	äöü 表示 test é|x¶日本語 ok
    äöü |表示 test éx¶日本語 ok	3yF 	äöü |表示 test éx¶日本語 ok
    äöü |表示 test éx¶日本語 ok	J	äöü 表示 test éx| 日本語 ok
    äöü |表示 test éx¶日本語 ok	W	äöü 表示 |test éx¶日本語 ok
    äöü |表示 test éx¶日本語 ok	^	|äöü 表示 test éx¶日本語 ok
    äöü |表示 test éx¶日本語 ok	d2i{<escape>	äöü |表示 test éx¶日本語 ok
    äöü |表示 test éx¶日本語 ok	ofooq<enter>w<escape>	äöü 表示 test éx¶fooq¶|w¶日本語 ok
    äöü |表示 test éx¶日本語 ok	oxa b<escape>	äöü 表示 test éx¶xa |b¶日本語 ok
    äöü |表示 test éx¶日本語 ok	v2}g_d<escape>	äöü| ¶日本語 ok
    äöü |表示 test éx¶日本語 ok	vi"2$<escape><escape>	äöü 表示 test éx¶日本語 o|k
    äöü |表示 test éx¶日本語 ok	vwipy<escape>	|äöü 表示 test éx¶日本語 ok
    äöü |表示 test éx¶日本語 ok	y0	|äöü 表示 test éx¶日本語 ok
    äöü 表|示 test éx¶日本語 ok	3g~3^	|ÄÖÜ 表示 test éx¶日本語 ok
    äöü 表|示 test éx¶日本語 ok	yyg_2P	|äöü 表示 test éx¶äöü 表示 test éx¶äöü 表示 test éx¶日本語 ok
    äöü 表示 test éx¶|日本語 ok	2<lt>fa;	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶|日本語 ok	2Sé<escape>	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶|日本語 ok	2gJ	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶|日本語 ok	3J	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶|日本語 ok	<lt>3+	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶|日本語 ok	c2f ,z<backspace><escape>	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶|日本語 ok	gUa'<escape>	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶|日本語 ok	v2_a{<escape><escape>	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶|日本語 ok	vi{25|ra<escape>	äöü 表示 test éx¶|aaaaaa
    äöü 表示 test éx¶日|本語 ok	3x	äöü 表示 test éx¶日|ok
    äöü 表示 test éx¶日|本語 ok	gUi{<escape>	äöü 表示 test éx¶日|本語 ok
    äöü 表示 test éx¶日|本語 ok	yy	äöü 表示 test éx¶日|本語 ok
    äöü 表示 test éx¶日本|語 ok	-	|äöü 表示 test éx¶日本語 ok
    äöü 表示 test éx¶日本|語 ok	ciwz<escape>wu	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶日本|語 ok	dd	|äöü 表示 test éx
    äöü 表示 test éx¶日本|語 ok	dw2eu<ctrl-r>	äöü 表示 test éx¶日本|ok
    äöü 表示 test éx¶日本|語 ok	yy2l3P	äöü 表示 test éx¶|日本語 ok¶日本語 ok¶日本語 ok¶日本語 ok
    äöü 表示 test éx¶日本語 o|k	2G	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test éx¶日本語 o|k	3F 	äöü 表示 test éx¶日本語 o|k
    äöü 表示 test éx¶日本語 o|k	c2aWz<backspace><escape>	äöü 表示 test éx¶日本語 o|k
    äöü 表示 test éx¶日本語 o|k	ciwz<escape>3^2.	äöü 表示 test éx¶|zz
    äöü 表示 test éx¶日本語 o|k	dw3{u<ctrl-r>	äöü 表示 test éx¶日本語 |o
    äöü 表示 test éx¶日本語 o|k	yaw<escape>	äöü 表示 test éx¶日本語| ok
    äöü 表示 test éx¶日本語 o|k	yyhP	äöü 表示 test éx¶|日本語 ok¶日本語 ok
    äöü 表示 test éx¶日本語 |ok	$	äöü 表示 test éx¶日本語 o|k
    äöü 表示 test éx¶日本語 |ok	ci'foo bar<ctrl-w><escape>	äöü 表示 test éx¶日本語 ok¶| 
    äöü 表示 test éx¶日本語 |ok	cip<enter><escape>	¶|
    äöü 表示 test éx¶日本語 |ok	gJ	äöü 表示 test éx¶日本語 |ok
    äöü 表示 test éx¶日本語 |ok	r<enter>	äöü 表示 test éx¶日本語 ¶|k
    äöü 表示 test éx¶日本語 |ok	v+3hd<escape>	äöü 表示 test éx¶日|k
    äöü 表示 test éx¶日本語 |ok	vw32|c  y<escape>	äöü 表示 test éx¶日本語   |y
    äöü 表示 test éx¶日本語 |ok	x2}2.	äöü 表示 test éx¶日本語| 
    äöü 表示 test éx¶日本語 |ok	yi[<escape>	äöü 表示 test éx¶日本語 |ok
    äöü 表示 test éx¶日本語 |ok	yyh2P	äöü 表示 test éx¶|日本語 ok¶日本語 ok¶日本語 ok
    äöü 表示 test éx¶日本語 |ok	yyjP	äöü 表示 test éx¶|日本語 ok¶日本語 ok
    äöü 表示 test éx¶日本語| ok	2g~2j	äöü 表示 test éx¶日本語| ok
    äöü 表示 test éx¶日本語| ok	3ra	äöü 表示 test éx¶日本語aa|a
    äöü 表示 test éx¶日本語| ok	W	äöü 表示 test éx¶日本語 |ok
    äöü 表示 test éx¶日本語| ok	az<backspace>z<backspace><escape>	äöü 表示 test éx¶日本語| ok
    äöü 表示 test éx¶日本語| ok	gJ	äöü 表示 test éx¶日本語| ok
    äöü 表示 test é|x¶日本語 ok	J	äöü 表示 test éx| 日本語 ok
    äöü 表示 test |éx¶日本語 ok	3_	äöü 表示 test éx¶|日本語 ok
    äöü 表示 test |éx¶日本語 ok	ciwz<escape>g_.	äöü 表示 test |z¶日本語 ok
    äöü 表示 test |éx¶日本語 ok	df 	äöü 表示 test |éx¶日本語 ok
    äöü 表示 test |éx¶日本語 ok	dfa	äöü 表示 test |éx¶日本語 ok
    äöü 表示 test |éx¶日本語 ok	h	äöü 表示 test| éx¶日本語 ok
    äöü 表示 test| éx¶日本語 ok	>>35|u	|äöü 表示 test éx¶日本語 ok
    äöü 表示 test| éx¶日本語 ok	J	äöü 表示 test éx| 日本語 ok
    äöü 表示 test| éx¶日本語 ok	gUi(<escape>	äöü 表示 test| éx¶日本語 ok
    äöü 表示 tes|t éx¶日本語 ok	0	|äöü 表示 test éx¶日本語 ok
    äöü 表示 te|st éx¶日本語 ok	2ra	äöü 表示 tea|a éx¶日本語 ok
    äöü 表示 te|st éx¶日本語 ok	gJ	äöü 表示 test éx|日本語 ok
    äöü 表示 te|st éx¶日本語 ok	yy	äöü 表示 te|st éx¶日本語 ok
    äöü 表示 te|st éx¶日本語 ok	yyhP	|äöü 表示 test éx¶äöü 表示 test éx¶日本語 ok
    äöü 表示 t|est éx¶日本語 ok	2az<backspace>z<backspace><escape>	äöü 表示 t|est éx¶日本語 ok
    äöü 表示 t|est éx¶日本語 ok	v22|wod<escape>	äöü 表示 t|本語 ok
    äöü 表示 |test éx¶日本語 ok	c3i'a b<escape>	äöü 表示 t |best éx¶日本語 ok
    äöü 表示 |test éx¶日本語 ok	gJ	äöü 表示 test éx|日本語 ok
    äöü 表示 |test éx¶日本語 ok	vf 2}ra<escape>	äöü 表示 |aaaaaéx¶日本語 ok
    äöü| 表示 test éx¶日本語 ok	0	|äöü 表示 test éx¶日本語 ok
    äöü| 表示 test éx¶日本語 ok	<lt>b	|äöü 表示 test éx¶日本語 ok
    äöü| 表示 test éx¶日本語 ok	O  yfoo<escape>	  yfo|o¶äöü 表示 test éx¶日本語 ok
    äöü| 表示 test éx¶日本語 ok	di'<escape>	äöü| 表示 test éx¶日本語 ok
    äöü| 表示 test éx¶日本語 ok	vfaEU<escape>	äöü| 表示 test éx¶日本語 ok
    """#
