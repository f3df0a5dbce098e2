/* base/cleanup - locals that release themselves when they leave scope.
 *
 *     SN_CLEANUP(sn_buf) sn_buf out = SN_BUF(limit);
 *     SN_CLEANUP_PTR(sn_archive) sn_archive *archive = NULL;
 *
 * SN_DEFINE_CLEANUP is for structs the caller owns (ended by T_done(T *)), SN_DEFINE_CLEANUP_PTR
 * for handles (ended by the named function, which takes NULL). */
#ifndef SN_BASE_CLEANUP_H
#define SN_BASE_CLEANUP_H

#define SN_DEFINE_CLEANUP(type, fn)                                                                \
    static inline void type##_cleanup_(type *p)                                                    \
    {                                                                                              \
        fn(p);                                                                                     \
    }
#define SN_CLEANUP(type) __attribute__((cleanup(type##_cleanup_)))

#define SN_DEFINE_CLEANUP_PTR(type, fn)                                                            \
    static inline void type##_cleanup_ptr_(type **p)                                               \
    {                                                                                              \
        fn(*p);                                                                                    \
        *p = NULL;                                                                                 \
    }
#define SN_CLEANUP_PTR(type) __attribute__((cleanup(type##_cleanup_ptr_)))

#endif
