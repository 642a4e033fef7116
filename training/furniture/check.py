import glob,re,collections
K='title menu label byline date caption credit teaser biography advert newsletter share|cookie notice|republication toc comments'.replace(' ','|').replace('cookie|notice','cookie notice').split('|')
assert len(K)==16
fc=collections.Counter();pc=collections.Counter();lang=collections.Counter();bw=[];names=[];low=[]
for f in sorted(glob.glob('*.tagged.txt')):
    s=open(f,encoding='utf-8').read(); pos=0; cur=None; kinds=collections.Counter(); body='';txt=''
    for m in re.finditer(r'⟦([^⟦⟧]*)⟧',s):
        seg=s[pos:m.start()]
        if cur:
            assert seg and '\n' not in seg and seg.strip(),(f,seg)
            assert not seg.endswith('\n')
        else: body+=seg
        if m[1]=='/': assert cur,f; cur=None
        else: assert not cur and m[1] in K,(f,m[1]); cur=m[1]; kinds[cur]+=1
        pos=m.end()
    assert not cur,f; body+=s[pos:]
    plain=re.sub(r'⟦[^⟦⟧]*⟧','',s); assert not set('⟦⟧{}')&set(plain),f
    assert not re.search(r'(?m)^@[a-z] ',plain),f
    for k in kinds: fc[k]+=1
    pc.update(kinds)
    L='uk' if re.search('[іїєґ]',plain) else 'ru' if re.search('[а-я]',plain) else 'en'
    lang[L]+=1; w=len(body.split()); bw.append((w,f)); names.append(int(f[:3]))
    if sum(kinds.values())<=3: low.append(f)
assert names==list(range(1,111)),set(range(1,111))-set(names)
for k in K: print(f'{k:15} files {fc[k]:3} pieces {pc[k]:4}', '' if fc[k]>=12 else 'LOW')
print(lang,sum(pc.values()),'body words min/max/mean',min(bw),max(bw),sum(w for w,_ in bw)/110)
print(len(low),low); print([b for b in sorted(bw) if b[0]<60])
